{{/*
Writes the workload itself. In: w, kind, apiVersion, spec, name and annotations (optional). `workload` is merged over spec last;
its `global` is not ours: Helm puts it there in a chart used alone, where the library is a dependency of that name.
*/}}
{{- define "workload.controller" -}}
{{- $w := .w -}}
{{- with omit ($w.values.workload | default dict) "global" -}}{{- template "workload.merge" (list $.spec .) -}}{{- end -}}
{{- $annotations := dict -}}
{{- template "workload.merge" (list $annotations ($w.values.annotations | default dict)) -}}
{{- template "workload.merge" (list $annotations (.annotations | default dict)) -}}
{{- template "workload.object" (dict "w" $w "kind" .kind "apiVersion" .apiVersion "name" .name "annotations" $annotations "body" (dict "spec" .spec)) -}}
{{- end -}}
