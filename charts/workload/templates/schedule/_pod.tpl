{{/*
Where the pods run, from nodePool, spot, gpu, numaAligned and hugePages. Labels and taints have the same key: a pool is one setting.
The keys can be renamed in global.nodeKeys. In: w, spec (of the pod, changed in place), main (the main container, changed in place).
*/}}
{{- define "workload.schedule.pod" -}}
{{- $w := .w -}}
{{- $values := $w.values -}}
{{- $keys := or $w.global.nodeKeys dict -}}
{{- $selector := dict -}}
{{- template "workload.merge" (list $selector (or .spec.nodeSelector dict)) -}}
{{- $tolerations := or .spec.tolerations list -}}
{{- with $values.nodePool -}}
  {{- $key := or $keys.pool "node-pool" -}}
  {{- $_ := set $selector $key . -}}
  {{- $tolerations = append $tolerations (dict "key" $key "operator" "Equal" "value" . "effect" "NoSchedule") -}}
{{- end -}}
{{- with $values.spot -}}
  {{- $key := or $keys.spot "spot" -}}
  {{- $tolerations = append $tolerations (dict "key" $key "operator" "Equal" "value" "true" "effect" "NoSchedule") -}}
  {{- if eq . "require" -}}
    {{- $_ := set $selector $key "true" -}}
  {{- else -}}
    {{- $affinity := deepCopy (or $.spec.affinity dict) -}}
    {{- $node := or $affinity.nodeAffinity dict -}}
    {{- $preference := dict "weight" 100 "preference" (dict "matchExpressions" (list (dict "key" $key "operator" "In" "values" (list "true")))) -}}
    {{- $_ := set $node "preferredDuringSchedulingIgnoredDuringExecution" (append (or $node.preferredDuringSchedulingIgnoredDuringExecution list) $preference) -}}
    {{- $_ := set $affinity "nodeAffinity" $node -}}
    {{- $_ := set $.spec "affinity" $affinity -}}
  {{- end -}}
{{- end -}}
{{- if or $values.gpu (or $values.hugePages dict).amount -}}
  {{- $resources := deepCopy (or .main.resources dict) -}}
  {{- $add := dict -}}
  {{- if $values.gpu -}}
    {{- $key := or $keys.gpu "nvidia.com/gpu" -}}
    {{- $_ := set $add $key (toJson $values.gpu) -}}
    {{- $tolerations = append $tolerations (dict "key" $key "operator" "Exists" "effect" "NoSchedule") -}}
  {{- end -}}
  {{- with $values.hugePages -}}
    {{- if .amount -}}{{- $_ := set $add (printf "hugepages-%s" .size) .amount -}}{{- end -}}
  {{- end -}}
  {{- template "workload.merge" (list $resources (dict "requests" $add "limits" $add)) -}}
  {{- $_ := set .main "resources" $resources -}}
{{- end -}}
{{- if $values.numaAligned -}}
  {{- if ne $values.qos "guaranteed" -}}{{- fail (printf "%s: numaAligned needs qos: guaranteed (only whole, exclusive CPUs can be aligned)" $w.alias) -}}{{- end -}}
  {{- $_ := set $selector (or $keys.numa "topology-manager-policy") "single-numa-node" -}}
{{- end -}}
{{- with $selector -}}{{- $_ := set $.spec "nodeSelector" . -}}{{- end -}}
{{- with $tolerations -}}{{- $_ := set $.spec "tolerations" . -}}{{- end -}}
{{- end -}}
