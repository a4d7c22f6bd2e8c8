{{/*
Where the rules of a canary's HTTPRoute lead. In: w, port. Out: weighted (both of its Services, as they are between roll-outs), alone (the
canary's), header (the match that leads to it, or nothing); nothing where no HTTPRoute carries its weights.
*/}}
{{- define "workload.network.canaryRefs" -}}
{{- $split := dict "w" .w -}}
{{- template "workload.release.split" $split -}}
{{- if eq (or $split.out.by "") "gateway" -}}
  {{- $_ := set . "weighted" (list (dict "name" $split.out.stable "port" .port "weight" 100) (dict "name" $split.out.canary "port" .port "weight" 0)) -}}
  {{- $_ := set . "alone" (list (dict "name" $split.out.canary "port" .port)) -}}
  {{- with $split.out.header -}}{{- if .name -}}{{- $_ := set $ "header" (dict "type" "Exact" "name" .name "value" .value) -}}{{- end -}}{{- end -}}
{{- end -}}
{{- end -}}
