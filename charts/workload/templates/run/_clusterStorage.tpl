{{/*
The volumes of a Cluster: of the claim that PGDATA lies on, and of the one at env.POSTGRES_INITDB_WALDIR, which has the log. Of other
volumes those that the operator has itself are left out, shared memory keeps its limit. In: w, spec (changed in place).
*/}}
{{- define "workload.run.clusterStorage" -}}
{{- $w := .w -}}
{{- $spec := .spec -}}
{{- $env := $w.values.env | default dict -}}
{{- $claims := dict -}}
{{- range $name, $claim := $w.values.volumeClaimTemplates -}}
  {{- if ne (toString $claim.enabled) "false" -}}{{- $_ := set $claims $name $claim -}}{{- end -}}
{{- end -}}
{{- $data := keys $claims | sortAlpha | first | default "data" -}}
{{- $log := "" -}}
{{- range $name, $claim := $claims -}}
  {{- with $claim.mountPath -}}
    {{- if and $env.POSTGRES_INITDB_WALDIR (hasPrefix (trimSuffix "/" .) (toString $env.POSTGRES_INITDB_WALDIR)) -}}
      {{- $log = $name -}}
    {{- else if hasPrefix (trimSuffix "/" .) (toString ($env.PGDATA | default "/var/lib/postgresql/data")) -}}
      {{- $data = $name -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- if not (get $claims $data | default dict).size -}}{{- fail (printf "%s: operator is enabled, but volumeClaimTemplates states no size" $w.alias) -}}{{- end -}}
{{- range $name, $claim := $claims -}}
  {{- $at := printf "volumeClaimTemplates.%s" $name -}}
  {{- if not (has $name (list $data $log)) -}}
    {{- fail (printf "%s: %s is stated, and CloudNativePG does not keep it: an instance has a volume of its data (where env.PGDATA is) and one of its log (env.POSTGRES_INITDB_WALDIR); tablespaces are in operator.spec" $w.alias $at) -}}
  {{- end -}}
  {{- range $key := list "ephemeral" "labels" "annotations" -}}
    {{- if get $claim $key -}}{{- fail (printf "%s: %s.%s is stated, and CloudNativePG does not keep it: its volumes last, and have the labels of the Cluster" $w.alias $at $key) -}}{{- end -}}
  {{- end -}}
  {{- $given := dict "w" $w "given" (omit $claim "spec") "name" $name -}}
  {{- template "workload.claim" $given -}}
  {{- $storage := dict "size" $claim.size -}}
  {{- with $given.out.storageClassName -}}{{- $_ := set $storage "storageClass" . -}}{{- end -}}
  {{- $further := dict -}}
  {{- if and $claim.accessModes (ne (toJson $claim.accessModes) "[\"ReadWriteOnce\"]") -}}{{- $_ := set $further "accessModes" $claim.accessModes -}}{{- end -}}
  {{- with $claim.spec -}}{{- template "workload.merge" (list $further .) -}}{{- end -}}
  {{- with $further -}}{{- $_ := set $storage "pvcTemplate" . -}}{{- end -}}
  {{- $_ := set $spec (eq $name $data | ternary "storage" "walStorage") $storage -}}
{{- end -}}
{{- range $name, $volume := $w.values.volumes -}}
  {{- if ne (toString $volume.enabled) "false" -}}
    {{- $plain := not (omit $volume "mountPath" "mounts" "subPath" "readOnly" "enabled" "emptyDir") -}}
    {{- $path := trimSuffix "/" ($volume.mountPath | default "") -}}
    {{- if and $plain (eq $path "/dev/shm") -}}
      {{- with ($volume.emptyDir | default dict).sizeLimit -}}{{- $_ := set $spec "ephemeralVolumesSizeLimit" (dict "shm" .) -}}{{- end -}}
    {{- else if or (not (and $plain (has $path (list "/tmp" "/var/run/postgresql" "/run/postgresql" (($w.values.tls | default dict).mountPath | default "/tls"))))) $volume.mounts -}}
      {{- fail (printf "%s: volumes.%s is stated, and CloudNativePG does not keep it: the operator mounts nothing there; see projectedVolumeTemplate in operator.spec" $w.alias $name) -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- end -}}
