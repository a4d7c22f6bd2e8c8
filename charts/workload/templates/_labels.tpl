{{/* Selector, labels and podLabels of an opened service, from what it is known as, its type and values. In: w (changed in place). */}}
{{- define "workload.labels" -}}
{{- $w := . -}}
{{- $values := $w.values -}}
{{- $recommended := dict "app.kubernetes.io/name" $w.known "app.kubernetes.io/instance" $w.root.Release.Name -}}
{{- $selector := $values.selectorLabels | default $recommended -}}
{{- $podLabels := dict "app.kubernetes.io/part-of" $w.platform.name -}}
{{- with $values.image.tag -}}{{- $_ := set $podLabels "app.kubernetes.io/version" (include "workload.text" . | trunc 63 | trimAll "-._") -}}{{- end -}}
{{- with $values.component -}}{{- $_ := set $podLabels "app.kubernetes.io/component" . -}}{{- end -}}
{{- with $values.tier -}}{{- $_ := set $podLabels "tier" . -}}{{- end -}}
{{- with $w.global.environment -}}{{- $_ := set $podLabels "environment" . -}}{{- end -}}
{{- with $w.global.region -}}{{- $_ := set $podLabels "region" . -}}{{- end -}}
{{- with $w.global.labels -}}{{- template "workload.merge" (list $podLabels .) -}}{{- end -}}
{{- template "workload.merge" (list $podLabels ($values.labels | default dict)) -}}
{{- template "workload.merge" (list $podLabels $recommended) -}}
{{- template "workload.merge" (list $podLabels $selector) -}}
{{- $labels := dict -}}
{{- with $w.global.objectLabels -}}{{- template "workload.merge" (list $labels .) -}}{{- end -}}
{{- $_ := set $labels "app.kubernetes.io/managed-by" $w.root.Release.Service -}}
{{- $_ := set $labels "helm.sh/chart" (printf "%s-%s" $w.me.type $w.root.Chart.Version | replace "+" "_") -}}
{{- template "workload.merge" (list $labels $podLabels) -}}
{{- template "workload.merge" (list $podLabels ($values.podLabels | default dict)) -}}
{{- template "workload.merge" (list $podLabels $selector) -}}
{{- $_ := set $w "selector" $selector -}}
{{- $_ := set $w "labels" $labels -}}
{{- $_ := set $w "podLabels" $podLabels -}}
{{- end -}}
