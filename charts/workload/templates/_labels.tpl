{{/* Selector, labels and podLabels of an opened service, from what it is known as, its type and values. In: w (changed in place). */}}
{{- define "workload.labels" -}}
{{- $w := . -}}
{{- $values := $w.values -}}
{{- $recommended := dict "app.kubernetes.io/name" $w.known "app.kubernetes.io/instance" $w.root.Release.Name -}}
{{- $selector := or $values.selectorLabels $recommended -}}
{{- $podLabels := dict "app.kubernetes.io/part-of" $w.platform.name -}}
{{- with $values.image.tag -}}{{- $_ := set $podLabels "app.kubernetes.io/version" (include "workload.text" . | trunc 63 | trimAll "-._") -}}{{- end -}}
{{- with $values.component -}}{{- $_ := set $podLabels "app.kubernetes.io/component" . -}}{{- end -}}
{{- with $values.tier -}}{{- $_ := set $podLabels "tier" . -}}{{- end -}}
{{- with $w.global.environment -}}{{- $_ := set $podLabels "environment" . -}}{{- end -}}
{{- with $w.global.region -}}{{- $_ := set $podLabels "region" . -}}{{- end -}}
{{- with $w.global.labels -}}{{- template "workload.merge" (list $podLabels .) -}}{{- end -}}
{{- with $values.labels -}}{{- template "workload.merge" (list $podLabels .) -}}{{- end -}}
{{- range $key, $value := $recommended -}}{{- $_ := set $podLabels $key $value -}}{{- end -}}
{{- if $values.selectorLabels -}}{{- template "workload.merge" (list $podLabels $selector) -}}{{- end -}}
{{- $labels := dict "app.kubernetes.io/managed-by" $w.root.Release.Service "helm.sh/chart" (printf "%s-%s" $w.me.type $w.root.Chart.Version | replace "+" "_") -}}
{{- with $w.global.objectLabels -}}
  {{- $own := $labels -}}
  {{- $labels = dict -}}
  {{- range list . $own -}}{{- template "workload.merge" (list $labels .) -}}{{- end -}}
{{- end -}}
{{- range $key, $value := $podLabels -}}{{- $_ := set $labels $key $value -}}{{- end -}}
{{- with $values.podLabels -}}
  {{- template "workload.merge" (list $podLabels .) -}}
  {{- template "workload.merge" (list $podLabels $selector) -}}
{{- end -}}
{{- $_ := set $w "selector" $selector -}}
{{- $_ := set $w "labels" $labels -}}
{{- $_ := set $w "podLabels" $podLabels -}}
{{- end -}}
