{{/*
The pods keep or fetch backups in the store of global.backups: at global.networkPolicy.backups, or at any public address; and ask the
cloud who they are, where no Secret says it. In and out: rules (workload.network.policy).
*/}}
{{- define "workload.network.policy.store" -}}
{{- if and .w.store .w.store.on -}}
  {{- if .outside.backups -}}
    {{- $_ := set . "egress" (append .egress (dict "to" .outside.backups)) -}}
  {{- else if not .policy.internet -}}
    {{- $public := dict "policy" (dict "internet" true) "egress" .egress -}}
    {{- template "workload.network.policy.internet" $public -}}
    {{- $_ := set . "egress" $public.egress -}}
  {{- end -}}
  {{- if and .w.store.identity (not .policy.identity) -}}
    {{- $asks := dict "w" .w "policy" (dict "identity" true) "egress" .egress -}}
    {{- template "workload.network.policy.identity" $asks -}}
    {{- $_ := set . "egress" $asks.egress -}}
  {{- end -}}
{{- end -}}
{{- end -}}
