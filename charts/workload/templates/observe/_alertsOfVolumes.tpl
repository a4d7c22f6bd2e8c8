{{/*
Volumes that will be full, at the pace of the last six hours within four days, or nearly are. In: w, rules. Out: rules.
*/}}
{{- define "workload.observe.alertsOfVolumes" -}}
{{- $w := .w -}}
{{- $claims := list -}}
{{- if eq $w.me.mode "operator" -}}
  {{- $claims = list (printf "%s-[0-9]+(-wal)?" $w.name) -}}
{{- else -}}
  {{- range $name, $claim := $w.values.volumeClaimTemplates -}}
    {{- if and (ne (toString $claim.enabled) "false") (not $claim.ephemeral) -}}{{- $claims = append $claims (printf "%s-%s-[0-9]+" $name $w.name) -}}{{- end -}}
  {{- end -}}
{{- end -}}
{{- range $name, $claim := $w.values.persistentVolumeClaims -}}
  {{- if ne (toString $claim.enabled) "false" -}}{{- $claims = append $claims ($claim.name | default (printf "%s-%s" $w.name $name)) -}}{{- end -}}
{{- end -}}
{{- $backup := $w.values.backup | default dict -}}
{{- if and $backup.enabled (ne $backup.method "snapshot") (not ($w.global.backups | default dict).bucket) -}}
  {{- $claims = append $claims ($backup.existingClaim | default (printf "%s-backup" $w.name)) -}}
{{- end -}}
{{- with $claims -}}
  {{- $at := printf "{namespace=%q,persistentvolumeclaim=~%q}" $w.root.Release.Namespace (join "|" .) -}}
  {{- $free := printf "kubelet_volume_stats_available_bytes%s / kubelet_volume_stats_capacity_bytes%s" $at $at -}}
  {{- $_ := set $.rules "volumeFilling" (dict "expr" (printf "%s < 0.4 and predict_linear(kubelet_volume_stats_available_bytes%s[6h], 345600) < 0" $free $at) "for" "1h" "summary" "the volume {{ $labels.persistentvolumeclaim }} will be full within four days") -}}
  {{- $_ := set $.rules "volumeFull" (dict "expr" (printf "%s < 0.05" $free) "for" "5m" "severity" "page" "summary" "the volume {{ $labels.persistentvolumeclaim }} has {{ $value | humanizePercentage }} left") -}}
{{- end -}}
{{- end -}}
