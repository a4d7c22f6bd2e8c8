{{/*
The annotations of what outlives its release, claims and Secrets: Helm leaves it, Argo CD neither prunes it nor deletes it with its
Application, nor does Flux with its Kustomization. What somebody stated of these stands. In and out: annotations.
*/}}
{{- define "workload.stays" -}}
{{- range $key, $value := dict "helm.sh/resource-policy" "keep" "argocd.argoproj.io/sync-options" "Prune=false,Delete=false" "kustomize.toolkit.fluxcd.io/prune" "disabled" -}}
  {{- if not (hasKey $ $key) -}}{{- $_ := set $ $key $value -}}{{- end -}}
{{- end -}}
{{- end -}}
