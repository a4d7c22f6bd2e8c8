{{/*
Runs once, at the umbrella, before any service's template: refuses what the values say of services that are not there, registers every
enabled service and resolves the connections; writes what is kept of services that are gone.
The result waits in .Release, the one map that Helm shares between all charts of a render and keeps nowhere afterwards; `declared` in it
are the dependencies of Chart.yaml that are switched on, with their types of workload. Helm loads what lies in charts/ beside them, too:
of our charts that renders nothing.
*/}}
{{- define "workload.platform" -}}
{{- $global := or .Values.global dict -}}
{{- $services := dict -}}
{{- $bases := dict -}}
{{- $root := . -}}
{{- $release := .Release.Name -}}
{{- $priorityClasses := dict -}}
{{- $declared := dict -}}
{{- $missing := dict -}}
{{- range .Chart.Dependencies -}}
  {{- $key := or .Alias .Name -}}
  {{- $chart := get $root.Subcharts $key -}}
  {{- if $chart -}}
    {{- $_ := set $declared $key (index $chart.Chart.Annotations "helm-blueprint/workload" | default "") -}}
  {{- else if not .Repository -}}
    {{- $_ := set $missing $key .Version -}}
  {{- end -}}
{{- end -}}
{{- template "workload.strangers" (dict "root" $root "declared" $declared "missing" $missing) -}}
{{- range $alias, $type := $declared -}}
  {{- $chart := get $root.Subcharts $alias -}}
  {{- if $type -}}
    {{- $context := dict "Release" $root.Release "Capabilities" $root.Capabilities "Template" $root.Template "Chart" $chart.Chart -}}
    {{- template "workload.register" (dict "root" $context "alias" $alias "type" $type "own" $chart.Values "global" $global "files" $chart.Files "bases" $bases "release" $release "services" $services) -}}
  {{- else if eq $alias "namespace" -}}
    {{- range $key, $class := ne (toString $chart.Values.enabled) "false" | ternary $chart.Values.priorityClasses dict -}}
      {{- if ne (toString $class.enabled) "false" -}}{{- $_ := set $priorityClasses $key true -}}{{- end -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- $knownAs := or $global.knownAs dict -}}
{{- range $graph := list $global.connections .Values.connections -}}
  {{- /* in the order of what they are known as: that a service is renamed changes no list */ -}}
  {{- $calls := dict -}}
  {{- range $caller, $callees := $graph -}}{{- $_ := set $calls (get $knownAs $caller | default $caller) $callees -}}{{- end -}}
  {{- range $caller, $callees := $calls -}}
    {{- $from := get $services $caller -}}
    {{- range $callees -}}
      {{- $callee := . -}}
      {{- $port := "" -}}
      {{- if contains ":" . -}}
        {{- $callee = splitList ":" . | first -}}
        {{- $port = splitList ":" . | last -}}
      {{- end -}}
      {{- if $knownAs -}}{{- $callee = get $knownAs $callee | default $callee -}}{{- end -}}
      {{- $to := get $services $callee -}}
      {{- if and $from $to -}}
        {{- if and $port (not (hasKey $to.ports $port)) -}}
          {{- fail (printf "connections: %s calls %q, but %s has no port %q (it has: %s)" $from.alias . $to.alias $port (keys $to.ports | sortAlpha | join ", ")) -}}
        {{- end -}}
        {{- $_ := set $from "calls" (append $from.calls (dict "service" $callee "port" $port)) -}}
        {{- $_ := set $to "callers" (append $to.callers (dict "service" $caller "port" $port)) -}}
      {{- else if $from -}}
        {{- $_ := set $from "absent" (append (or $from.absent list) $callee) -}}
      {{- end -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- range $known, $service := $services -}}
  {{- if and (or .values.replication dict).enabled (eq .mode "pods") -}}
    {{- /* a replica follows the first pod, whether connections say so or not; `own` calls make no variables */ -}}
    {{- $isSaid := false -}}
    {{- range .calls -}}{{- if eq .service $known -}}{{- $isSaid = true -}}{{- end -}}{{- end -}}
    {{- if not $isSaid -}}
      {{- $_ := set $service "calls" (append .calls (dict "service" $known "port" .main "own" true)) -}}
      {{- $_ := set $service "callers" (append .callers (dict "service" $known "port" .main)) -}}
    {{- end -}}
  {{- end -}}
  {{- $keda := or .values.keda dict -}}
  {{- if $keda.enabled -}}
    {{- range $keda.triggers -}}
      {{- $port := .port -}}
      {{- if not $port -}}{{- $port = eq (toString .type) "nats-jetstream" | ternary "monitor" "" -}}{{- end -}}
      {{- with get $services (get $knownAs (or .service "") | default .service | default "") -}}
        {{- $_ := set . "scaledBy" (append (or .scaledBy list) (or $port .main)) -}}
      {{- end -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- $platform := dict "name" .Chart.Name "declared" $declared "services" $services "priorityClasses" $priorityClasses -}}
{{- $_ := set .Release "platform" $platform -}}
{{- if $global.kept -}}{{- template "workload.data.kept" (dict "root" . "global" $global "platform" $platform) -}}{{- end -}}
{{- end -}}
