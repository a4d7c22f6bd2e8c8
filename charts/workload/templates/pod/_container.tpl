{{/*
One container: the main one, an init container or a sidecar. In: w, name, given (its values), isMain (these are the service's own),
mounts (list), vars (of the connections). Out: out.
*/}}
{{- define "workload.pod.container" -}}
{{- $w := .w -}}
{{- $given := .given -}}
{{- $name := .name -}}
{{- $image := or $given.image $w.values.image -}}
{{- $out := dict "name" $name "image" (include "workload.pod.image" (dict "image" $image "global" $w.global "alias" $w.alias "container" $name)) -}}
{{- with $image.pullPolicy -}}{{- $_ := set $out "imagePullPolicy" . -}}{{- end -}}
{{- template "workload.copy" (list (pick $given "command" "args" "workingDir" "envFrom" "restartPolicy") $out) -}}
{{- $resources := dict -}}
{{- range $key, $value := $given.resources -}}
  {{- if kindIs "map" $value -}}
    {{- $kept := dict -}}
    {{- range $name, $quantity := $value -}}{{- if ne (toString $quantity) "" -}}{{- $_ := set $kept $name $quantity -}}{{- end -}}{{- end -}}
    {{- with $kept -}}{{- $_ := set $resources $key . -}}{{- end -}}
  {{- else -}}
    {{- $_ := set $resources $key $value -}}
  {{- end -}}
{{- end -}}
{{- with $resources -}}{{- $_ := set $out "resources" . -}}{{- end -}}
{{- with $given.lifecycle -}}
  {{- if ne (toString .enabled) "false" -}}{{- with omit . "enabled" -}}{{- $_ := set $out "lifecycle" . -}}{{- end -}}{{- end -}}
{{- end -}}
{{- $env := dict "env" $given.env "vars" .vars "services" $w.services "knownAs" $w.global.knownAs "absent" $w.me.absent -}}
{{- template "workload.pod.env" $env -}}
{{- with $env.out -}}{{- $_ := set $out "env" . -}}{{- end -}}
{{- if or $w.me.absent (eq (toString $w.values.connectionVariables) "false") -}}
  {{- template "workload.pod.unconnected" (dict "w" $w "name" $name "given" $given "out" $out) -}}
{{- end -}}
{{- $ports := list -}}
{{- range $port, $value := $given.ports -}}
  {{- if not (kindIs "map" $value) -}}
    {{- $ports = append $ports (dict "name" $port "containerPort" $value) -}}
  {{- else if ne (toString $value.enabled) "false" -}}
    {{- $entry := dict "name" $port -}}
    {{- template "workload.copy" (list (pick $value "containerPort" "protocol" "hostPort" "hostIP") $entry) -}}
    {{- $ports = append $ports $entry -}}
  {{- end -}}
{{- end -}}
{{- with $ports -}}{{- $_ := set $out "ports" . -}}{{- end -}}
{{- range $probe := list "livenessProbe" "readinessProbe" "startupProbe" -}}
  {{- with get $given $probe -}}
    {{- $handlers := pick . "exec" "grpc" "httpGet" "tcpSocket" | keys | sortAlpha -}}
    {{- if gt (len $handlers) 1 -}}
      {{- fail (printf "%s: %s of container %s has %s; a probe takes one of them" $w.alias $probe $name (join " and " $handlers)) -}}
    {{- end -}}
    {{- if and $handlers (ne (toString .enabled) "false") -}}{{- $_ := set $out $probe (omit . "enabled") -}}{{- end -}}
  {{- end -}}
{{- end -}}
{{- $security := deepCopy (or $w.values.securityContext dict) -}}
{{- if and $given.securityContext (not .isMain) -}}{{- template "workload.merge" (list $security $given.securityContext) -}}{{- end -}}
{{- /* The API refuses a privileged container that may not escalate. */ -}}
{{- if $security.privileged -}}{{- $_ := unset $security "allowPrivilegeEscalation" -}}{{- end -}}
{{- if ne (toString $security.enabled) "false" -}}
  {{- with omit $security "enabled" -}}{{- $_ := set $out "securityContext" . -}}{{- end -}}
{{- end -}}
{{- $mounts := .mounts -}}
{{- range $volume, $at := $given.mounts -}}
  {{- if kindIs "string" $at -}}
    {{- $mounts = append $mounts (dict "name" $volume "mountPath" $at) -}}
  {{- else if kindIs "map" $at -}}
    {{- $mounts = append $mounts (set (omit $at "name") "name" $volume) -}}
  {{- else -}}
    {{- range $at -}}{{- $mounts = append $mounts (set (omit . "name") "name" $volume) -}}{{- end -}}
  {{- end -}}
{{- end -}}
{{- $at := dict -}}
{{- range $mount := $mounts -}}
  {{- $path := toString $mount.mountPath -}}
  {{- with get $at $path -}}
    {{- fail (printf "%s: container %s mounts %s and %s, both at %s; give one of them another mountPath" $w.alias $name . $mount.name $mount.mountPath) -}}
  {{- end -}}
  {{- if $mount.mountPath -}}{{- $_ := set $at $path $mount.name -}}{{- end -}}
{{- end -}}
{{- with $mounts -}}{{- $_ := set $out "volumeMounts" . -}}{{- end -}}
{{- with $given.container -}}{{- template "workload.merge" (list $out .) -}}{{- end -}}
{{- $_ := set . "out" $out -}}
{{- end -}}
