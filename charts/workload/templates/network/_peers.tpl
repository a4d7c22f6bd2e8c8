{{/*
Where a service is, for NetworkPolicies: its pods, or, where it runs elsewhere, its addresses. In: its entry in the platform.
Out, in it: peers, made once where they are pods: values of a service that runs elsewhere are rendered when its template runs.
*/}}
{{- define "workload.network.peers" -}}
{{- if eq .mode "external" -}}
  {{- $elsewhere := dict "external" .values.external -}}
  {{- template "workload.network.addresses" $elsewhere -}}
  {{- $_ := set . "peers" $elsewhere.out -}}
{{- else if not .peers -}}
  {{- $_ := set . "peers" (list (dict "podSelector" (dict "matchLabels" .pods))) -}}
{{- end -}}
{{- end -}}
