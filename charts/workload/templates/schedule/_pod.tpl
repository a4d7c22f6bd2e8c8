{{/*
Where the pods run, from nodePool, spot, gpu, numaAligned and hugePages. Labels and taints have the same key: a pool is one setting.
The keys can be renamed in global.nodeKeys. In: w, spec (of the pod, changed in place), main (the main container, changed in place).
*/}}
{{- define "workload.schedule.pod" -}}
{{- $w := .w -}}
{{- $values := $w.values -}}
{{- $keys := $w.global.nodeKeys | default dict -}}
{{- $selector := dict -}}
{{- template "workload.merge" (list $selector (.spec.nodeSelector | default dict)) -}}
{{- $tolerations := .spec.tolerations | default list -}}
{{- with $values.nodePool -}}
  {{- $key := $keys.pool | default "node-pool" -}}
  {{- $_ := set $selector $key . -}}
  {{- $tolerations = append $tolerations (dict "key" $key "operator" "Equal" "value" . "effect" "NoSchedule") -}}
{{- end -}}
{{- with $values.spot -}}
  {{- $key := $keys.spot | default "spot" -}}
  {{- $tolerations = append $tolerations (dict "key" $key "operator" "Equal" "value" "true" "effect" "NoSchedule") -}}
  {{- if eq . "require" -}}
    {{- $_ := set $selector $key "true" -}}
  {{- else -}}
    {{- $affinity := deepCopy ($.spec.affinity | default dict) -}}
    {{- $node := $affinity.nodeAffinity | default dict -}}
    {{- $preference := dict "weight" 100 "preference" (dict "matchExpressions" (list (dict "key" $key "operator" "In" "values" (list "true")))) -}}
    {{- $_ := set $node "preferredDuringSchedulingIgnoredDuringExecution" (append ($node.preferredDuringSchedulingIgnoredDuringExecution | default list) $preference) -}}
    {{- $_ := set $affinity "nodeAffinity" $node -}}
    {{- $_ := set $.spec "affinity" $affinity -}}
  {{- end -}}
{{- end -}}
{{- if or $values.gpu ($values.hugePages | default dict).amount -}}
  {{- $resources := deepCopy (.main.resources | default dict) -}}
  {{- $add := dict -}}
  {{- if $values.gpu -}}
    {{- $key := $keys.gpu | default "nvidia.com/gpu" -}}
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
  {{- $_ := set $selector ($keys.numa | default "topology-manager-policy") "single-numa-node" -}}
{{- end -}}
{{- with $selector -}}{{- $_ := set $.spec "nodeSelector" . -}}{{- end -}}
{{- with $tolerations -}}{{- $_ := set $.spec "tolerations" . -}}{{- end -}}
{{- end -}}
