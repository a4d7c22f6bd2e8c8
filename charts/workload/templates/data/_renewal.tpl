{{/*
Starts the main container's program beside a shell that looks whether its certificate was renewed (tls.onRenewal): once the kubelet
has put the new one there, the program gets a signal and reads it. In: w (values changed before the pod template is made).
*/}}
{{- define "workload.data.renewal" -}}
{{- $w := . -}}
{{- $tls := $w.values.tls | default dict -}}
{{- if and $tls.enabled $tls.onRenewal -}}
  {{- if not $w.values.command -}}
    {{- fail (printf "%s: tls.onRenewal is %s, but there is no command to start beside the watch; set command to the entry point of the image" $w.alias $tls.onRenewal) -}}
  {{- end -}}
  {{- $script := include "workload.data.renewalScript" (dict "folder" $tls.mountPath "isRestarted" (eq $tls.onRenewal "restart")) -}}
  {{- /* The program takes the place of the first shell: it is who the second one has for its parent, and who the kubelet asks to end. */ -}}
  {{- $_ := set $w.values "command" (concat (list "/bin/sh" "-c" "/bin/sh -c \"$1\" & shift; exec \"$@\"" "start" $script) $w.values.command) -}}
{{- end -}}
{{- end -}}
