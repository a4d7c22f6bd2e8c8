{{/*
Writes the workload itself. In: w, kind, apiVersion, spec, name and annotations (optional). `workload` is merged over spec last;
its `global` is not ours: Helm puts it there in a chart used alone, where the library is a dependency of that name.
*/}}
{{- define "workload.controller" -}}
{{- $w := .w -}}
{{- with $w.values.workload -}}{{- with omit . "global" -}}{{- template "workload.merge" (list $.spec .) -}}{{- end -}}{{- end -}}
{{- $annotations := dict -}}
{{- with $w.values.annotations -}}{{- template "workload.merge" (list $annotations .) -}}{{- end -}}
{{- with .annotations -}}{{- template "workload.merge" (list $annotations .) -}}{{- end -}}
{{- template "workload.object" (dict "w" $w "kind" .kind "apiVersion" .apiVersion "name" .name "annotations" $annotations "body" (dict "spec" .spec)) -}}
{{- end -}}
