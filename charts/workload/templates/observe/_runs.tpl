{{/*
What kube-state-metrics knows of a CronJob's runs, as expressions: the last one failed; the last that succeeded is longer ago than `limit`
seconds. In: namespace, name, limit. Out: failed, old.
*/}}
{{- define "workload.observe.runs" -}}
{{- $match := printf "namespace=%q,cronjob=%q" .namespace .name -}}
{{- $runs := printf "namespace=%q,job_name=~\"%s-[0-9]+\"" .namespace .name -}}
{{- $last := printf "max(kube_cronjob_status_last_successful_time{%s})" $match -}}
{{- $_ := set . "failed" (printf "max(kube_job_status_start_time{%s} and on (namespace, job_name) (kube_job_status_failed{%s} > 0)) > (%s or vector(0))" $runs $runs $last) -}}
{{- $_ := set . "old" (printf "time() - (%s or max(kube_cronjob_created{%s})) > %v" $last $match .limit) -}}
{{- end -}}
