{{/*
The name of a Job after its work: a changed Job is a new one, since the template of its pods cannot be changed, and runs. What the API
changes in place (TTL, backoff, deadline, parallelism) is no part of it; neither are labels that are not the pods' own (podLabels): the pods of a
Job do not carry them, or a new label would run a migration again. In: w, spec (its template's labels are changed in place), name. Out: name.
*/}}
{{- define "workload.jobName" -}}
{{- $w := .w -}}
{{- $metadata := .spec.template.metadata -}}
{{- $own := or $w.values.podLabels dict -}}
{{- $labels := dict -}}
{{- range $key, $value := $metadata.labels -}}
  {{- if or (hasKey $w.selector $key) (hasKey $own $key) (hasPrefix "sidecar.istio.io/" $key) (has $key (list "app.kubernetes.io/name" "app.kubernetes.io/instance" "app.kubernetes.io/part-of" "environment" "region")) -}}
    {{- $_ := set $labels $key $value -}}
  {{- end -}}
{{- end -}}
{{- $_ := set $metadata "labels" $labels -}}
{{- $work := omit .spec "ttlSecondsAfterFinished" "backoffLimit" "activeDeadlineSeconds" "parallelism" "suspend" -}}
{{- $_ := set . "out" (printf "%s-%s" .name (toJson $work | sha256sum | trunc 8)) -}}
{{- end -}}
