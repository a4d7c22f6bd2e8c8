{{/*
Writes one object. In: w (the opened service), kind, apiVersion, name (default: the service's), annotations, labels, clusterScoped,
and body (spec, data, rules … beside metadata), or text, the same as YAML. What the service says of its kind (`metadata`) lies over that,
what it says of all kinds (`metadata.all`) below it. What a Job needs that is a hook before the release (Helm pre-…, Argo CD PreSync) must exist
before it, so it is a hook as well.
The labels are turned into text once per service, not once per object: that is a fifth of the time of rendering a platform.
*/}}
{{- define "workload.object" -}}
{{- $w := .w -}}
{{- $labels := $w.labelLines -}}
{{- if not $labels -}}
  {{- $labels = toYaml $w.labels | indent 4 -}}
  {{- $_ := set $w "labelLines" $labels -}}
{{- end -}}
{{- $given := "" -}}
{{- $all := "" -}}
{{- with $w.values.metadata -}}
  {{- $given = get . $.kind -}}
  {{- $all = .all -}}
{{- end -}}
{{- if or .labels (and $given $given.labels) (and $all $all.labels) -}}
  {{- $merged := omit $w.labels -}}
  {{- with and $all $all.labels -}}{{- template "workload.merge" (list $merged .) -}}{{- end -}}
  {{- with .labels -}}{{- template "workload.merge" (list $merged .) -}}{{- end -}}
  {{- with and $given $given.labels -}}{{- template "workload.merge" (list $merged .) -}}{{- end -}}
  {{- $labels = toYaml $merged | indent 4 -}}
{{- end -}}
{{- $annotations := dict -}}
{{- with $w.global.annotations -}}{{- template "workload.merge" (list $annotations .) -}}{{- end -}}
{{- with and $all $all.annotations -}}{{- template "workload.merge" (list $annotations .) -}}{{- end -}}
{{- with $w.values.hook -}}
  {{- if and .helm (contains "pre-" .helm) -}}
    {{- template "workload.merge" (list $annotations (dict "helm.sh/hook" .helm "helm.sh/hook-weight" (sub (int .weight) 1 | toString) "helm.sh/hook-delete-policy" "before-hook-creation")) -}}
  {{- end -}}
  {{- if eq (toString .argocd) "PreSync" -}}
    {{- template "workload.merge" (list $annotations (dict "argocd.argoproj.io/hook" .argocd "argocd.argoproj.io/sync-wave" (sub (int .weight) 1 | toString) "argocd.argoproj.io/hook-delete-policy" "BeforeHookCreation")) -}}
  {{- end -}}
{{- end -}}
{{- with .annotations -}}{{- template "workload.merge" (list $annotations .) -}}{{- end -}}
{{- with and $given $given.annotations -}}{{- template "workload.merge" (list $annotations .) -}}{{- end }}
---
apiVersion: {{ .apiVersion }}
kind: {{ .kind }}
metadata:
  name: {{ or .name $w.name }}
  {{- if .clusterScoped }}{{ else }}
  namespace: {{ $w.root.Release.Namespace }}
  {{- end }}
  labels:
{{ $labels }}
  {{- with $annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- with .body }}
{{ toYaml . }}
{{- end }}
{{- with .text }}
{{ . }}
{{- end }}
{{ end -}}
