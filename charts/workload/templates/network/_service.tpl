{{/*
One Service. In: w, name, given (ServiceSpec fields, annotations, labels), ports (name -> port, target, protocol, …), further (it is one of
`services`, and leads to every instance that an operator runs), led (Argo Rollouts sets its selector).
*/}}
{{- define "workload.network.service" -}}
{{- if gt (len .name) 63 -}}
  {{- fail (printf "%s: the Service name %q has %d characters, Kubernetes allows 63" .w.alias .name (len .name)) -}}
{{- end -}}
{{- if not (regexMatch "^[a-z]([-a-z0-9]*[a-z0-9])?$" .name) -}}
  {{- fail (printf "%s: %q cannot name a Service (DNS-1035: a letter first, then letters, digits and -); choose another release name, or an exact name in global.names or service.name" .w.alias .name) -}}
{{- end -}}
{{- $spec := dict -}}
{{- if .led -}}
{{- else if eq .w.me.mode "pods" -}}
  {{- $_ := set $spec "selector" .w.selector -}}
{{- else if eq .w.me.mode "operator" -}}
  {{- $pods := dict "cnpg.io/instanceRole" "primary" -}}
  {{- if .further -}}{{- $pods = dict "cnpg.io/podRole" "instance" -}}{{- end -}}
  {{- if eq .w.values.operator.kind "strimzi" -}}{{- $pods = dict "strimzi.io/broker-role" "true" -}}{{- end -}}
  {{- template "workload.merge" (list $pods .w.me.pods) -}}
  {{- $_ := set $spec "selector" $pods -}}
  {{- /* a selector for pods of a StatefulSet selects none of the operator's */ -}}
  {{- if not (regexMatch "(cnpg|strimzi)[.]io/" (toJson .given.selector)) -}}{{- $_ := set . "given" (omit .given "selector") -}}{{- end -}}
{{- end -}}
{{- range $key, $value := .given -}}
  {{- if not (has $key (list "enabled" "name" "annotations" "labels" "ports")) -}}{{- $_ := set $spec $key $value -}}{{- end -}}
{{- end -}}
{{- $type := .given.type -}}
{{- $ports := list -}}
{{- $numbers := dict -}}
{{- range $name, $p := .ports -}}
  {{- $other := get $numbers (toString $p.port) -}}
  {{- if and $other (ne $other $p.protocol) (hasPrefix "v3." $.w.root.Capabilities.HelmVersion.Version) -}}
    {{- fail (printf "%s: the Service %s has the port %v by %s and by %s: Helm 3 loses one of them when it changes the Service; give one of them a Service of its own (services), or use Helm 4" $.w.alias $.name $p.port $other $p.protocol) -}}
  {{- end -}}
  {{- $_ := set $numbers (toString $p.port) $p.protocol -}}
  {{- $port := dict "name" $name "port" $p.port "targetPort" $p.target "protocol" $p.protocol -}}
  {{- with $p.appProtocol -}}{{- $_ := set $port "appProtocol" . -}}{{- end -}}
  {{- if has $type (list "LoadBalancer" "NodePort") -}}{{- with $p.nodePort -}}{{- $_ := set $port "nodePort" . -}}{{- end -}}{{- end -}}
  {{- $ports = append $ports $port -}}
{{- end -}}
{{- with $ports -}}{{- $_ := set $spec "ports" . -}}{{- end -}}
{{- template "workload.object" (dict "w" .w "apiVersion" "v1" "kind" "Service" "name" .name "annotations" .given.annotations "labels" .given.labels "body" (dict "spec" $spec)) -}}
{{- end -}}
