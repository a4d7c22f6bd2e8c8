{{/*
Volumes of the pod and mounts of its main container, from volumes, configMaps, secrets, persistentVolumeClaims and
volumeClaimTemplates. In: w. Out: volumes (list), mounts (list), templates (claim templates by name).
*/}}
{{- define "workload.pod.volumes" -}}
{{- $w := .w -}}
{{- $values := $w.values -}}
{{- $volumes := list -}}
{{- $mounts := list -}}
{{- $templates := dict -}}
{{- $own := list "enabled" "mountPath" "mounts" "subPath" "readOnly" -}}
{{- $all := dict -}}
{{- $elsewhere := dict -}}
{{- range list $values.initContainers $values.sidecars -}}
  {{- range . -}}{{- range $name, $_ := .mounts -}}{{- $_ := set $elsewhere $name true -}}{{- end -}}{{- end -}}
{{- end -}}
{{- range $name, $volume := $values.volumes -}}
  {{- $source := dict -}}
  {{- range $key, $value := $volume -}}{{- if not (has $key $own) -}}{{- $_ := set $source $key $value -}}{{- end -}}{{- end -}}
  {{- template "workload.pod.volume" (list $w $all "volumes" $name $volume (empty $source | ternary (dict "emptyDir" dict) $source)) -}}
{{- end -}}
{{- range $name, $config := $values.configMaps -}}
  {{- if or $config.mountPath $config.mounts (hasKey $elsewhere $name) -}}
    {{- $source := dict "name" ($config.name | default (printf "%s-%s" $w.name $name)) -}}
    {{- template "workload.copy" (list (pick $config "items" "defaultMode") $source) -}}
    {{- template "workload.pod.volume" (list $w $all "configMaps" $name $config (dict "configMap" $source)) -}}
  {{- end -}}
{{- end -}}
{{- range $name, $secret := $values.secrets -}}
  {{- if or $secret.mountPath $secret.mounts (hasKey $elsewhere $name) -}}
    {{- $source := dict "secretName" ($secret.name | default (printf "%s-%s" $w.name $name)) -}}
    {{- template "workload.copy" (list (pick $secret "items" "defaultMode") $source) -}}
    {{- template "workload.pod.volume" (list $w $all "secrets" $name $secret (dict "secret" $source)) -}}
  {{- end -}}
{{- end -}}
{{- range $name, $claim := $values.persistentVolumeClaims -}}
  {{- template "workload.pod.volume" (list $w $all "persistentVolumeClaims" $name $claim (dict "persistentVolumeClaim" (dict "claimName" ($claim.name | default (printf "%s-%s" $w.name $name))))) -}}
{{- end -}}
{{- range $name, $claim := $values.volumeClaimTemplates -}}
  {{- if ne (toString $claim.enabled) "false" -}}
    {{- $source := dict -}}
    {{- if $claim.ephemeral -}}
      {{- $source = dict "emptyDir" (empty $claim.size | ternary dict (dict "sizeLimit" $claim.size)) -}}
    {{- else -}}
      {{- $_ := set $templates $name $claim -}}
    {{- end -}}
    {{- template "workload.pod.volume" (list $w $all "volumeClaimTemplates" $name $claim $source) -}}
  {{- end -}}
{{- end -}}
{{- range $name, $volume := $all -}}
  {{- $given := $volume.given -}}
  {{- if $volume.source -}}{{- $volumes = append $volumes (set $volume.source "name" $name) -}}{{- end -}}
  {{- if $given.mountPath -}}
    {{- $mount := dict "name" $name -}}
    {{- template "workload.copy" (list (pick $given "mountPath" "subPath" "readOnly") $mount) -}}
    {{- $mounts = append $mounts $mount -}}
  {{- end -}}
  {{- range $given.mounts -}}{{- $mounts = append $mounts (set (omit . "name") "name" $name) -}}{{- end -}}
{{- end -}}
{{- $_ := set . "volumes" $volumes -}}
{{- $_ := set . "mounts" $mounts -}}
{{- $_ := set . "templates" $templates -}}
{{- end -}}
