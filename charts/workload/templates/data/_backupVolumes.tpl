{{/* Where a Job has its backups: on the claim; or in scratch space, on the way to or from the store. In: w, store, values (changed). */}}
{{- define "workload.data.backupVolumes" -}}
{{- $w := .w -}}
{{- $claim := dict "persistentVolumeClaim" (dict "claimName" ($w.values.backup.existingClaim | default (printf "%s-backup" $w.name))) "mountPath" "/backup" -}}
{{- if .store.on -}}
  {{- $scratch := dict "w" $w -}}
  {{- template "workload.data.scratch" $scratch -}}
  {{- $claim = $scratch.out -}}
  {{- template "workload.merge" (list .values (pick .store "env" "volumes" "initContainers")) -}}
{{- end -}}
{{- template "workload.merge" (list .values (dict "volumes" (dict "backup" $claim "tmp" (dict "mountPath" "/tmp")))) -}}
{{- end -}}
