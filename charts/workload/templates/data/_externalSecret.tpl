{{/*
One Secret that External Secrets draws from a store. In: w, name (of both), given (what the service says of it: store, remoteKey,
refreshInterval), at (where it says so), remote (its name in the store, where given.remoteKey has none, after global.secrets.prefix or
<namespace>/), keys (key of the Secret -> property in the store), template, annotations.
The Secret stays when this goes (Orphan): whoever makes it by hand from then on finds it, and pods keep theirs. It has a template in any case:
without one it would get our labels, by which Argo CD could take it for a part of the release that is in git no longer, and delete it.
*/}}
{{- define "workload.data.externalSecret" -}}
{{- $w := .w -}}
{{- $given := .given -}}
{{- $secrets := or $w.global.secrets dict -}}
{{- $store := or $given.store dict -}}
{{- if not $store.name -}}
  {{- $store = or $secrets.store dict -}}
  {{- if not $store.name -}}{{- fail (printf "%s: %s is drawn from a store by External Secrets, but neither %s.store.name nor global.secrets.store.name says from which" $w.alias .at .at) -}}{{- end -}}
  {{- $store = merge (dict "kind" ($store.kind | default "ClusterSecretStore")) (deepCopy $store) -}}
{{- end -}}
{{- $key := $given.remoteKey -}}
{{- if not $key -}}
  {{- $prefix := dict "in" (hasKey $secrets "prefix" | ternary $secrets.prefix (printf "%s/" $w.root.Release.Namespace)) -}}
  {{- template "workload.context" (list $w $prefix) -}}
  {{- template "workload.templated" $prefix -}}
  {{- $key = print $prefix.out .remote -}}
{{- end -}}
{{- $data := list -}}
{{- range $name := keys .keys | sortAlpha -}}
  {{- $data = append $data (dict "secretKey" $name "remoteRef" (dict "key" $key "property" (get $.keys $name))) -}}
{{- end -}}
{{- $template := merge (dict "mergePolicy" "Merge") (or .template dict) -}}
{{- $target := dict "name" .name "creationPolicy" "Orphan" "template" $template -}}
{{- $spec := dict "refreshInterval" ($given.refreshInterval | default "1h") "secretStoreRef" $store "target" $target "data" $data -}}
{{- template "workload.object" (dict "w" $w "apiVersion" "external-secrets.io/v1" "kind" "ExternalSecret" "name" .name "annotations" .annotations "body" (dict "spec" $spec)) -}}
{{- end -}}
