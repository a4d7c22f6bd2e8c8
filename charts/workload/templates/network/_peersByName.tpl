{{/*
A StatefulSet without its headless Service: its pods have no names in DNS, so nobody may ask for one of them, be it of other services. In: w.
*/}}
{{- define "workload.network.peersByName" -}}
{{- $w := . -}}
{{- $headless := $w.values.headlessService | default dict -}}
{{- if and (eq (toString $headless.enabled) "false") (not $headless.name) -}}
  {{- if ($w.values.replication | default dict).enabled -}}
    {{- fail (printf "%s: headlessService.enabled is false, and replicas find their primary by its name in that Service; leave it on, or name yours in headlessService.name" $w.alias) -}}
  {{- end -}}
  {{- range $me := $w.services -}}
    {{- $text := omit ($me.values | default dict) "global" | toJson -}}
    {{- if or (contains (printf "%s-headless" $w.known) $text) (contains (printf "%s-headless" $w.name) $text) -}}
      {{- fail (printf "%s: headlessService.enabled is false, and the values of %s name %s-headless; leave it on, or let them name something else" $w.alias $me.alias $w.name) -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- end -}}
