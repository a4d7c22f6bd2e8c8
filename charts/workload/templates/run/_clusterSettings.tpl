{{/*
The settings of PostgreSQL in a Cluster: `args` (-c name=value), the environment that is not of the image, replication, and TLS.
In: w, spec (changed in place).
*/}}
{{- define "workload.run.clusterSettings" -}}
{{- $w := .w -}}
{{- $values := $w.values -}}
{{- $fixed := "^(allow_system_table_mods|archive_(mode|command|cleanup_command)|bonjour.*|cluster_name|config_file|data_directory|data_sync_retry|event_source|external_pid_file|hba_file|hot_standby|ident_file|jit_provider|listen_addresses|log_(destination|directory|file_mode|filename|rotation_age|rotation_size|truncate_on_rotation)|logging_collector|port|primary_(conninfo|slot_name)|recovery_.*|restart_after_crash|restore_command|ssl|ssl_(ca|cert|crl|dh_params|key)_file|ssl_ecdh_curve|ssl_passphrase_.*|ssl_prefer_server_ciphers|synchronous_standby_names|synchronized_standby_slots|syslog_.*|temp_tablespaces|unix_socket_.*)$" -}}
{{- $parameters := dict -}}
{{- $postgresql := dict -}}
{{- $args := $values.args | default list -}}
{{- if and $args (eq (first $args) "postgres") -}}{{- $args = rest $args -}}{{- end -}}
{{- $isNext := false -}}
{{- range $arg := $args -}}
  {{- if and (not $isNext) (eq $arg "-c") -}}
    {{- $isNext = true -}}
  {{- else -}}
    {{- $text := $isNext | ternary $arg (regexReplaceAll "^(--|-c)" $arg "") -}}
    {{- $name := splitList "=" $text | first | replace "-" "_" -}}
    {{- if not (and (or $isNext (ne $text $arg)) (contains "=" $text)) -}}
      {{- fail (printf "%s: args has %q, and CloudNativePG does not keep it: it starts PostgreSQL itself, with settings (-c name=value)" $w.alias $arg) -}}
    {{- end -}}
    {{- if regexMatch $fixed $name -}}
      {{- fail (printf "%s: args sets %s, and CloudNativePG does not keep it: the operator sets it itself" $w.alias $name) -}}
    {{- end -}}
    {{- $value := regexReplaceAll "^[^=]*=" $text "" -}}
    {{- if eq $name "shared_preload_libraries" -}}
      {{- $_ := set $postgresql "shared_preload_libraries" (splitList "," $value) -}}
    {{- else -}}
      {{- $_ := set $parameters $name $value -}}
    {{- end -}}
    {{- $isNext = false -}}
  {{- end -}}
{{- end -}}
{{- $replication := $values.replication | default dict -}}
{{- if $replication.enabled -}}
  {{- if not (hasKey $parameters "wal_keep_size") -}}{{- $_ := set $parameters "wal_keep_size" $replication.walKeepSize -}}{{- end -}}
  {{- if not (hasKey $parameters "hot_standby_feedback") -}}{{- $_ := set $parameters "hot_standby_feedback" "on" -}}{{- end -}}
  {{- if and $replication.synchronous (gt (int $values.replicaCount) 1) -}}{{- $_ := set $postgresql "synchronous" (dict "method" "any" "number" 1) -}}{{- end -}}
{{- end -}}
{{- $backup := $values.backup | default dict -}}
{{- if and $backup.enabled (eq $backup.method "wal") -}}{{- $_ := set $parameters "archive_timeout" (printf "%ss" (toJson $backup.archiveTimeout)) -}}{{- end -}}
{{- with $parameters -}}{{- $_ := set $postgresql "parameters" . -}}{{- end -}}
{{- with ($values.roles | default dict) -}}
  {{- if .enabled -}}{{- $_ := set $postgresql "pg_hba" (list (printf "%s replication %s all scram-sha-256" (default false ($values.tls | default dict).enabled | ternary "hostssl" "host") .replication)) -}}{{- end -}}
{{- end -}}
{{- with $postgresql -}}{{- $_ := set $.spec "postgresql" . -}}{{- end -}}
{{- $env := dict -}}
{{- range $name, $value := $values.env -}}
  {{- $off := and (kindIs "map" $value) (eq (toString $value.enabled) "false") -}}
  {{- $isOfImage := has $name (list "PGDATA" "POSTGRES_DB" "POSTGRES_USER" "POSTGRES_INITDB_ARGS" "POSTGRES_INITDB_WALDIR") -}}
  {{- $isPassword := and (eq $name "POSTGRES_PASSWORD") (kindIs "map" $value) (eq (toString $value.credentialsOf) $w.known) -}}
  {{- if or $off $isOfImage $isPassword -}}
  {{- else if regexMatch "^(POSTGRES_|PG|CNPG_|POD_NAME$|NAMESPACE$|CLUSTER_NAME$)" $name -}}
    {{- fail (printf "%s: env.%s is stated, and CloudNativePG does not keep it: its image does not read it, or the operator sets it itself; a password is in credentials" $w.alias $name) -}}
  {{- else -}}
    {{- $_ := set $env $name $value -}}
  {{- end -}}
{{- end -}}
{{- $calls := list -}}
{{- range $w.me.calls -}}{{- if ne .service $w.known -}}{{- $calls = append $calls . -}}{{- end -}}{{- end -}}
{{- $connections := dict "w" (dict "values" $values "services" $w.services "me" (dict "calls" $calls)) -}}
{{- template "workload.pod.connections" $connections -}}
{{- $variables := dict "env" $env "vars" $connections.vars "services" $w.services "knownAs" $w.global.knownAs "absent" $w.me.absent -}}
{{- template "workload.pod.env" $variables -}}
{{- with $variables.out -}}{{- $_ := set $.spec "env" . -}}{{- end -}}
{{- template "workload.copy" (list (pick $values "envFrom" "resources") .spec) -}}
{{- $tls := $values.tls | default dict -}}
{{- if $tls.enabled -}}
  {{- $secret := $tls.secretName | default (printf "%s-tls" $w.name) -}}
  {{- $_ := set .spec "certificates" (dict "serverTLSSecret" $secret "serverCASecret" $secret) -}}
{{- end -}}
{{- if and ($values.metrics | default dict).enabled (eq (toString $values.metrics.scheme) "https") -}}{{- $_ := set .spec "monitoring" (dict "tls" (dict "enabled" true)) -}}{{- end -}}
{{- end -}}
