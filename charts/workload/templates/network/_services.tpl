{{/* The Service that connections lead to, the headless one of a StatefulSet, and the further ones in `services`. In: w. */}}
{{- define "workload.network.services" -}}
{{- $w := . -}}
{{- $values := .values -}}
{{- $service := or $values.service dict -}}
{{- if $w.me.service -}}
  {{- $mesh := dict "w" $w -}}
  {{- template "workload.mesh.serviceAnnotations" $mesh -}}
  {{- $annotations := $mesh.out -}}
  {{- template "workload.merge" (list $annotations (or $service.annotations dict)) -}}
  {{- /* what is scraped is this Service's, not the same pods once more through a headless or a further one */ -}}
  {{- $labels := dict "helm-blueprint/service" $w.me.service -}}
  {{- template "workload.merge" (list $labels (or $service.labels dict)) -}}
  {{- template "workload.network.service" (dict "w" $w "name" $w.me.service "given" (set (set (omit $service "annotations" "labels") "annotations" $annotations) "labels" $labels) "ports" $w.me.ports "led" (eq (toString (or $values.rollout dict).strategy) "blueGreen")) -}}
{{- end -}}
{{- if and (eq $w.type "statefulset") (eq $w.me.mode "pods") (ne (toString (or $values.headlessService dict).enabled) "false") -}}
  {{- template "workload.network.service" (dict "w" $w "name" $w.me.headless "given" (dict "clusterIP" "None" "publishNotReadyAddresses" true) "ports" $w.me.ports) -}}
{{- end -}}
{{- range $key, $given := $values.services -}}
  {{- if ne (toString $given.enabled) "false" -}}
    {{- $ports := dict "w" $w "key" $key "given" $given -}}
    {{- template "workload.network.servicePorts" $ports -}}
    {{- if not (or $ports.out (eq (toString $given.clusterIP) "None") (eq (toString $given.type) "ExternalName")) -}}
      {{- fail (printf "%s: services.%s has no ports" $w.alias $key) -}}
    {{- end -}}
    {{- template "workload.network.service" (dict "w" $w "name" ($given.name | default (printf "%s-%s" $w.name $key)) "given" $given "ports" $ports.out "further" true) -}}
  {{- end -}}
{{- end -}}
{{- end -}}
