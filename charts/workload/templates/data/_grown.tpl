{{/*
Refuses an upgrade of a StatefulSet whose volumes would have another size than those of the one that runs: Kubernetes does, when half of the
release is there. Where no cluster can be asked (helm template, Argo CD) it does so itself. In: w, claims (its volumeClaimTemplates).
*/}}
{{- define "workload.data.grown" -}}
{{- $w := .w -}}
{{- $namespace := $w.root.Release.Namespace -}}
{{- if and $w.root.Release.IsUpgrade .claims -}}
  {{- $live := lookup "apps/v1" "StatefulSet" $namespace $w.name -}}
  {{- $wanted := dict -}}
  {{- range .claims -}}{{- $_ := set $wanted .metadata.name (toString .spec.resources.requests.storage) -}}{{- end -}}
  {{- range dig "spec" "volumeClaimTemplates" list $live -}}
    {{- $volume := .metadata.name -}}
    {{- $has := dict "quantity" (dig "spec" "resources" "requests" "storage" "" .) -}}
    {{- $gets := dict "quantity" (get $wanted $volume) -}}
    {{- template "workload.data.bytes" $has -}}
    {{- template "workload.data.bytes" $gets -}}
    {{- if and $has.bytes $gets.bytes (ne $has.bytes $gets.bytes) -}}
      {{- if lt $gets.bytes $has.bytes -}}
        {{- fail (printf "%s: the volume %q has %v, and Kubernetes makes no volume smaller: state that size" $w.alias $volume $has.quantity) -}}
      {{- end -}}
      {{- $lines := list -}}
      {{- range $pod := until (int $live.spec.replicas) -}}
        {{- $claim := printf "%s-%s-%d" $volume $w.name (add $pod (dig "spec" "ordinals" "start" 0 $live | int)) -}}
        {{- $lines = append $lines (printf "  kubectl -n %s patch pvc %s --patch '{\"spec\":{\"resources\":{\"requests\":{\"storage\":\"%v\"}}}}'" $namespace $claim $gets.quantity) -}}
      {{- end -}}
      {{- $lines = append $lines (printf "  kubectl -n %s delete statefulset %s --cascade=orphan" $namespace $w.name) -}}
      {{- fail (printf "%s: the volume %q has %v in the StatefulSet that runs, which Kubernetes does not let a release change. Where its storage class allows expansion, do this, then upgrade again; the pods go on:\n%s" $w.alias $volume $has.quantity (join "\n" $lines)) -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- end -}}
