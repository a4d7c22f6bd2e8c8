{{/*
Refuses a container that asks for the address of a service and gets none: in its command or arguments that of a service that is not
enabled, or anywhere while connectionVariables is false. In: w, name, given (its values), out (the container).
*/}}
{{- define "workload.pod.unconnected" -}}
{{- $in := . -}}
{{- $asks := toJson (list .out.command .out.args) -}}
{{- $whys := dict -}}
{{- range .w.me.absent -}}{{- $_ := set $whys . (printf "%s is not enabled in this platform" .) -}}{{- end -}}
{{- if eq (toString .w.values.connectionVariables) "false" -}}
  {{- $asks = toJson (list .out.command .out.args .out.env) -}}
  {{- range .w.me.calls -}}{{- $_ := set $whys .service "connectionVariables is false" -}}{{- end -}}
{{- end -}}
{{- range $service, $why := $whys -}}
  {{- $prefix := $service | upper | replace "-" "_" -}}
  {{- $asked := regexFind (printf "[$][(]%s_(HOST|PORT[A-Z0-9_]*)[)]" $prefix) $asks -}}
  {{- if and $asked (not (hasKey (or $in.given.env dict) (printf "%s_HOST" $prefix))) -}}
    {{- fail (printf "%s: container %s asks for %s, but %s; state what it shall do instead (command, args, env)" $in.w.alias $in.name $asked $why) -}}
  {{- end -}}
{{- end -}}
{{- end -}}
