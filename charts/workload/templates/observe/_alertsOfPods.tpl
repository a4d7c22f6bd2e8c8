{{/*
Pods that are missing, without a roll-out that goes on (as kubernetes-mixin asks it), and containers that end again and again. Pods of
Argo Rollouts and of operators are asked themselves. The hash of a ReplicaSet has no vowels, so that "order" does not find the pods of
"order-db". In: w, rules. Out: pods (a pattern), rules.
*/}}
{{- define "workload.observe.alertsOfPods" -}}
{{- $w := .w -}}
{{- $safe := "[b-df-hj-np-tv-z2-9]" -}}
{{- $pods := printf "%s-[0-9]+" $w.name -}}
{{- if eq $w.type "deployment" -}}{{- $pods = printf "%s-%s{6,10}-%s{5}" $w.name $safe $safe -}}{{- end -}}
{{- if eq $w.type "daemonset" -}}{{- $pods = printf "%s-%s{5}" $w.name $safe -}}{{- end -}}
{{- $_ := set . "pods" $pods -}}
{{- $at := printf "{namespace=%q,%s=%q}" $w.root.Release.Namespace $w.type $w.name -}}
{{- $missing := "" -}}
{{- if or (ne $w.me.mode "pods") ($w.values.rollout | default dict).strategy -}}
  {{- $missing = "sum(kube_pod_status_ready{PODS,condition=\"false\"}) > 0" -}}
{{- else if eq $w.type "deployment" -}}
  {{- $missing = printf "kube_deployment_spec_replicas%s > kube_deployment_status_replicas_available%s and changes(kube_deployment_status_replicas_updated%s[10m]) == 0" $at $at $at -}}
{{- else if eq $w.type "statefulset" -}}
  {{- $missing = printf "kube_statefulset_replicas%s > kube_statefulset_status_replicas_ready%s and changes(kube_statefulset_status_replicas_updated%s[10m]) == 0" $at $at $at -}}
{{- else -}}
  {{- $missing = printf "kube_daemonset_status_number_unavailable%s > 0 and changes(kube_daemonset_status_updated_number_scheduled%s[10m]) == 0" $at $at -}}
{{- end -}}
{{- $_ := set .rules "notReady" (dict "expr" $missing "for" "15m" "severity" "page" "summary" (printf "pods of %s have not been ready for 15 minutes: kubectl -n %s get pods" $w.known $w.root.Release.Namespace)) -}}
{{- $_ := set .rules "restarting" (dict "expr" "sum by (pod, container) (increase(kube_pod_container_status_restarts_total{PODS}[1h])) > 3" "summary" "container {{ $labels.container }} of {{ $labels.pod }} ended more than three times within an hour") -}}
{{- end -}}
