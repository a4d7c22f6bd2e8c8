{{/*
What services that are gone from Chart.yaml leave for one release more (global.kept): their claims and the Secrets that this chart made,
as they were, but annotated to stay. On an upgrade Helm asks the live object, when it has gone from the manifest, whether it is to be kept,
and so does Argo CD before it prunes: one release with the annotations, and it stays for good.
In: root (the umbrella's context), global, platform.
*/}}
{{- define "workload.data.kept" -}}
{{- $root := .root -}}
{{- $global := .global -}}
{{- $platform := .platform -}}
{{- range $alias, $given := .global.kept -}}
  {{- $known := $given.knownAs | default $alias -}}
  {{- if ne (toString $given.enabled) "false" -}}
    {{- $name := $given.name | default (printf "%s-%s" $root.Release.Name $known) -}}
    {{- $chart := dict "Name" $known "Version" $root.Chart.Version "AppVersion" $root.Chart.AppVersion -}}
    {{- $w := dict "root" $root "global" $global "platform" $platform "alias" $alias "known" $known "chart" $chart "name" $name "type" "kept" -}}
    {{- $_ := set $w "values" (pick $given "persistentVolumeClaims" "credentials" | deepCopy) -}}
    {{- if contains "{{" (toJson $w.values) -}}
      {{- $rendered := dict "in" $w.values -}}
      {{- template "workload.context" (list $w $rendered) -}}
      {{- template "workload.templated" $rendered -}}
      {{- $_ := set $w "values" $rendered.out -}}
    {{- end -}}
    {{- $_ := set $w.values "image" dict -}}
    {{- with get $platform.services $known -}}
      {{- /* The name is in use again: what that service has, it has by itself. */ -}}
      {{- range $key, $_ := .values.persistentVolumeClaims -}}{{- $_ := unset ($w.values.persistentVolumeClaims | default dict) $key -}}{{- end -}}
      {{- if (.values.credentials | default dict).enabled -}}{{- $_ := unset $w.values "credentials" -}}{{- end -}}
    {{- end -}}
    {{- $_ := set $w "me" (dict "type" $w.type "credentials" ((($w.values.credentials | default dict).secretName) | default (printf "%s-credentials" $name))) -}}
    {{- $stays := dict -}}
    {{- template "workload.stays" $stays -}}
    {{- $_ := set $w "annotations" $stays -}}
    {{- template "workload.labels" $w -}}
    {{- template "workload.config" $w -}}
    {{- template "workload.data.credentials" $w -}}
  {{- end -}}
{{- end -}}
{{- end -}}
