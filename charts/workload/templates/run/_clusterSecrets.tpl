{{/*
Where the passwords of a database under CloudNativePG are, which reads a Secret for each role, with its name (username) beside its
password: the application's in the service's own Secret, `<it>-<role>` for the others; <name>-app, which the operator makes, where the service
has no credentials. In: a service's entry in the platform. Out, in it: secrets (key -> {name, key, user}).
*/}}
{{- define "workload.run.clusterSecrets" -}}
{{- $credentials := .values.credentials | default dict -}}
{{- $roles := .values.roles | default dict -}}
{{- $env := .values.env | default dict -}}
{{- if not (or $credentials.enabled $credentials.secretName) -}}
  {{- $_ := set .secrets "password" (dict "name" (dig "bootstrap" "initdb" "secret" "name" (printf "%s-app" .name) (.values.operator.spec | default dict)) "key" "password") -}}
{{- else if $roles.enabled -}}
  {{- range $role := list $roles.owner $roles.reader $roles.replication $roles.app | compact | uniq -}}
    {{- $isApp := eq $role $roles.app -}}
    {{- $_ := set $.secrets ($isApp | ternary "password" (printf "%s-password" $role)) (dict "name" ($isApp | ternary $.credentials (printf "%s-%s" $.credentials $role)) "key" "password" "user" $role) -}}
  {{- end -}}
{{- else -}}
  {{- $_ := set .secrets "password" (dict "name" .credentials "key" "password" "user" ($env.POSTGRES_USER | default "app")) -}}
{{- end -}}
{{- end -}}
