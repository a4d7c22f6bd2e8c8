{{/*
What the platform knows of one service, put into `services` under what Kubernetes knows it as (`known`: its alias, or what
global.knownAs says of it): alias, values, chart (its .Chart, under that name), name (of its objects), service (the name of
its Service, "" where it has none), headless (of the Service that governs a StatefulSet), host (what others call: one of them, or ""), ports (name -> {port: of the Service, target: of the pod, protocol}), declared (the same of every
port of the container, whether the Service has it or not), main (the port meant where none is
named: http, else grpc, tcp, else the first by name that is not metrics), calls and callers (lists of {service, port}; own: by its nature, not by connections), absent (names that it would call, were they enabled; or nothing), mode (who runs it: pods, operator,
external), pods (labels that select its pods), proxied (they have a proxy of the mesh), account and credentials (names of its
ServiceAccount and Secret), reached (its ports for NetworkPolicies, by the port meant), secrets (key -> {name, key} of those that are in another Secret: CloudNativePG has one for each role).
In: root (the context of its chart), alias, type, own, global, files, bases, release, services. A disabled service is not registered.
*/}}
{{- define "workload.register" -}}
{{- template "workload.values" . -}}
{{- $values := .values -}}
{{- if $values.enabled -}}
  {{- $known := get (or .global.knownAs dict) .alias | default .alias -}}
  {{- if and .global.knownAs (hasKey .services $known) -}}
    {{- fail (printf "%s: Kubernetes would know it as %q (global.knownAs), and another service, too" .alias $known) -}}
  {{- end -}}
  {{- $chart := .root.Chart -}}
  {{- if ne $known .alias -}}
    {{- $chart = dict "Name" $known "Version" $chart.Version "AppVersion" $chart.AppVersion "Description" $chart.Description "Type" $chart.Type "Annotations" $chart.Annotations -}}
  {{- end -}}
  {{- /* The values that other services see are rendered here; the rest when the service's own template runs. */ -}}
  {{- if contains "{{" (list $values.selectorLabels (or $values.service dict).name (or $values.headlessService dict).name | toJson) -}}
    {{- range $key, $value := pick $values "selectorLabels" "service" "headlessService" -}}
      {{- $rendered := dict "in" $value -}}
      {{- template "workload.context" (list (dict "root" $.root "values" $values "global" $.global "chart" $chart) $rendered) -}}
      {{- template "workload.templated" $rendered -}}
      {{- $_ := set $values $key $rendered.out -}}
    {{- end -}}
  {{- end -}}
  {{- $name := get (or .global.names dict) .alias | default (printf "%s-%s" .release $known) -}}
  {{- if gt (len $name) 52 -}}
    {{- fail (printf "%s: the name %q has %d characters, Kubernetes allows 52 (shorten the release name or the service's name, or set global.names)" .alias $name (len $name)) -}}
  {{- end -}}
  {{- $alias := .alias -}}
  {{- $ports := dict -}}
  {{- $declared := dict -}}
  {{- range $port, $given := $values.ports -}}
    {{- $p := $given -}}
    {{- if not (kindIs "map" $p) -}}{{- $p = dict "containerPort" $given -}}{{- end -}}
    {{- if ne (toString $p.enabled) "false" -}}
      {{- if not $p.containerPort -}}{{- fail (printf "%s: the port %q has no containerPort" $alias $port) -}}{{- end -}}
      {{- $_ := set $declared $port (dict "port" $p.containerPort "target" $p.containerPort "protocol" (or $p.protocol "TCP") "appProtocol" $p.appProtocol) -}}
      {{- if ne (toString $p.service) "false" -}}{{- $_ := set $ports $port (get $declared $port) -}}{{- end -}}
    {{- end -}}
  {{- end -}}
  {{- range $port, $given := (or $values.service dict).ports -}}
    {{- $p := dict "alias" $alias "key" "service.ports" "name" $port "given" $given "base" (get $ports $port | default dict) -}}
    {{- template "workload.network.port" $p -}}
    {{- $_ := unset $ports $port -}}
    {{- with $p.out -}}{{- $_ := set $ports $port . -}}{{- end -}}
  {{- end -}}
  {{- $account := or $values.serviceAccount dict -}}
  {{- $pods := $values.selectorLabels | default (dict "app.kubernetes.io/name" $known "app.kubernetes.io/instance" .release) -}}
  {{- $mode := "pods" -}}
  {{- if (or $values.external dict).enabled -}}
    {{- $mode = "external" -}}
  {{- else if (or $values.operator dict).enabled -}}
    {{- $mode = "operator" -}}
    {{- $pods = eq $values.operator.kind "strimzi" | ternary (dict "strimzi.io/cluster" $name "strimzi.io/kind" "Kafka") (dict "cnpg.io/cluster" $name) -}}
  {{- end -}}
  {{- $main := without (keys $ports | sortAlpha) "metrics" | first | default "metrics" -}}
  {{- range list "tcp" "grpc" "http" -}}{{- if hasKey $ports . -}}{{- $main = . -}}{{- end -}}{{- end -}}
  {{- $service := "" -}}
  {{- if and $ports (ne (toString ($values.service | default (dict "enabled" false)).enabled) "false") -}}
    {{- $service = or $values.service.name $name -}}
  {{- end -}}
  {{- $headless := or $values.headlessService dict -}}
  {{- $governing := $headless.name | default (eq (toString $headless.enabled) "false" | ternary (or $service $name) (printf "%s-headless" $name)) -}}
  {{- $host := $service -}}
  {{- if and $ports (not $service) (eq .type "statefulset") (eq $mode "pods") (ne (toString $headless.enabled) "false") -}}
    {{- $host = $governing -}}
  {{- end -}}
  {{- $me := dict "alias" .alias "known" $known "chart" $chart "type" .type "values" $values "name" $name "service" $service "headless" $governing "host" $host "main" $main "ports" $ports "declared" $declared "mode" $mode "pods" $pods "calls" list "callers" list "reached" dict -}}
  {{- $meshed := and (eq $mode "pods") (or .global.mesh dict).type -}}
  {{- if $meshed -}}{{- $_ := set $me "proxied" (and (ne (toString (or $values.mesh dict).enabled) "false") (not $values.hostNetwork)) -}}{{- end -}}
  {{- $_ := set $me "account" ($account.name | default (eq (toString $account.create) "false" | ternary "default" $name)) -}}
  {{- $secret := (or $values.credentials dict).secretName -}}
  {{- $_ := set $me "credentials" ($secret | default (printf "%s-credentials" $name)) -}}
  {{- $_ := set $me "secrets" dict -}}
  {{- if and (eq $mode "operator") (eq $values.operator.kind "cloudnative-pg") -}}{{- template "workload.run.clusterSecrets" $me -}}{{- end -}}
  {{- $_ := set .services $known $me -}}
  {{- if or (and $values.backup $values.backup.enabled) (and $values.drill $values.drill.enabled) (and $values.restore $values.restore.enabled) -}}
    {{- range $suffix := list "backup" "drill" "restore" -}}
      {{- $companion := get $values $suffix | default dict -}}
      {{- if and (eq $suffix "drill") (or $values.backup dict).enabled -}}{{- $companion = or $values.backup.drill dict -}}{{- end -}}
      {{- $isOwnPod := not (and (eq $suffix "restore") (eq (toString (or $values.backup dict).method) "wal")) -}}
      {{- $isItsWork := or (eq $mode "pods") (and (eq $mode "operator") (eq $values.operator.kind "cloudnative-pg") (eq (toString (or $values.backup dict).method) "postgresql")) -}}
      {{- if and $companion.enabled $isOwnPod $isItsWork -}}
        {{- $alias := printf "%s-%s" $known $suffix -}}
        {{- $calls := list (dict "service" $known "port" "") -}}
        {{- if eq (toString $companion.method) "snapshot" -}}{{- $calls = list -}}{{- end -}}
        {{- $own := or $companion.pods dict -}}
        {{- $account := or $own.serviceAccount dict -}}
        {{- $meshOfPods := $own.mesh | default $values.mesh | default dict -}}
        {{- $proxied := and $meshed (ne (toString $meshOfPods.enabled) "false") -}}
        {{- with $calls -}}{{- $_ := set $me "callers" (append $me.callers (dict "service" $alias "port" "")) -}}{{- end -}}
        {{- $_ := set $.services $alias (dict "alias" $alias "type" $.type "values" dict "name" (printf "%s-%s" $name $suffix) "account" ($account.name | default (eq (toString $account.create) "false" | ternary "default" (printf "%s-%s" $name $suffix))) "ports" dict "mode" "pods" "pods" (dict "app.kubernetes.io/name" $alias "app.kubernetes.io/instance" $.release) "calls" $calls "callers" list "reached" dict "proxied" $proxied) -}}
      {{- end -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- end -}}
