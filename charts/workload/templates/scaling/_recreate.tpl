{{/*
Refuses an upgrade by Helm 4 to the strategy Recreate where none was stated before: the API has put rollingUpdate there, which nobody owns and
Helm 4 therefore leaves, and it is refused beside Recreate when half of the release is there. In: w.
*/}}
{{- define "workload.scaling.recreate" -}}
{{- $release := .w.root.Release -}}
{{- if and $release.IsUpgrade (hasPrefix "v4." .w.root.Capabilities.HelmVersion.Version) -}}
  {{- $live := lookup "apps/v1" "Deployment" $release.Namespace .w.name -}}
  {{- if and (dig "spec" "strategy" "rollingUpdate" "" $live) (not (contains "f:rollingUpdate" (toJson $live.metadata.managedFields))) -}}
    {{- $key := printf "%s.strategy" .w.alias -}}
    {{- fail (printf "%s: no strategy was stated before, and Helm 4 leaves what Kubernetes put there, which it refuses beside Recreate; upgrade once with this, then again without:\n  --set %s.type=RollingUpdate,%s.rollingUpdate.maxSurge=25%%,%s.rollingUpdate.maxUnavailable=25%%" .w.alias $key $key $key) -}}
  {{- end -}}
{{- end -}}
{{- end -}}
