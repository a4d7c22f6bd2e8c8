{{/*
Writes one object. In: w (the opened service), kind, apiVersion, name (default: the service's), annotations, labels, clusterScoped,
and body (spec, data, rules … beside metadata). Everything a Helm hook Job needs must exist before it, so it is a hook as well.
*/}}
{{- define "workload.object" -}}
{{- $w := .w -}}
{{- $metadata := dict "name" (.name | default $w.name) -}}
{{- if not .clusterScoped -}}{{- $_ := set $metadata "namespace" $w.root.Release.Namespace -}}{{- end -}}
{{- $labels := dict -}}
{{- include "workload.merge" (list $labels $w.labels) -}}
{{- with .labels -}}{{- include "workload.merge" (list $labels .) -}}{{- end -}}
{{- $_ := set $metadata "labels" $labels -}}
{{- $annotations := dict -}}
{{- with $w.global.annotations -}}{{- include "workload.merge" (list $annotations .) -}}{{- end -}}
{{- with $w.values.hook -}}
  {{- if and .helm (contains "pre-" .helm) -}}
    {{- include "workload.merge" (list $annotations (dict "helm.sh/hook" .helm "helm.sh/hook-weight" (sub (int .weight) 1 | toString) "helm.sh/hook-delete-policy" "before-hook-creation")) -}}
  {{- end -}}
{{- end -}}
{{- with .annotations -}}{{- include "workload.merge" (list $annotations .) -}}{{- end -}}
{{- with $annotations -}}{{- $_ := set $metadata "annotations" . -}}{{- end }}
---
apiVersion: {{ .apiVersion }}
kind: {{ .kind }}
metadata:
  {{- toYaml $metadata | nindent 2 }}
{{- with .body }}
{{ toYaml . }}
{{- end }}
{{ end -}}
