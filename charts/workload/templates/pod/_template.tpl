{{/*
The pod template of all five kinds. In: w (the opened service); Out, in w: podTemplate, claimTemplates.
`container` is merged over the main container and `pod` over the pod's spec, last.
*/}}
{{- define "workload.pod.template" -}}
{{- $w := . -}}
{{- $values := .values -}}
{{- $connections := dict "w" $w -}}
{{- template "workload.pod.connections" $connections -}}
{{- template "workload.observe.telemetry" (dict "w" $w "vars" $connections.vars) -}}
{{- template "workload.data.replication" $w -}}
{{- with $values.tls -}}
  {{- if .enabled -}}
    {{- $certificate := dict "secret" (dict "secretName" (.secretName | default (printf "%s-tls" $w.name)) "defaultMode" .defaultMode) "mountPath" .mountPath "readOnly" true -}}
    {{- $_ := set $values "volumes" (set (omit (or $values.volumes dict) "tls") "tls" $certificate) -}}
  {{- end -}}
{{- end -}}
{{- template "workload.data.renewal" $w -}}
{{- with $values.hugePages -}}
  {{- if .amount -}}
    {{- $_ := set $values "volumes" (set (omit (or $values.volumes dict) "hugepages") "hugepages" (dict "emptyDir" (dict "medium" (printf "HugePages-%s" .size)) "mountPath" .mountPath)) -}}
  {{- end -}}
{{- end -}}
{{- $storage := dict "w" $w -}}
{{- template "workload.pod.volumes" $storage -}}
{{- $main := dict "w" $w "name" $w.known "isMain" true "given" (omit $values "mounts" "restartPolicy") "mounts" $storage.mounts "vars" $connections.vars -}}
{{- template "workload.pod.container" $main -}}
{{- $sidecars := dict "w" $w "given" $values.sidecars "vars" $connections.vars -}}
{{- template "workload.pod.containers" $sidecars -}}
{{- $init := dict "w" $w "given" $values.initContainers "vars" $connections.vars -}}
{{- template "workload.pod.containers" $init -}}
{{- $spec := dict "containers" (concat (list $main.out) $sidecars.out) -}}
{{- with $init.out -}}{{- $_ := set $spec "initContainers" . -}}{{- end -}}
{{- with $storage.volumes -}}{{- $_ := set $spec "volumes" . -}}{{- end -}}
{{- template "workload.copy" (list (pick $values "nodeSelector" "tolerations" "affinity" "runtimeClassName" "schedulerName" "terminationGracePeriodSeconds" "restartPolicy" "dnsPolicy" "dnsConfig" "hostAliases" "hostNetwork" "hostPID" "hostIPC" "hostname" "subdomain" "shareProcessNamespace" "enableServiceLinks") $spec) -}}
{{- template "workload.run.aliases" (dict "w" $w "spec" $spec) -}}
{{- if or $values.nodePool $values.spot $values.gpu $values.numaAligned (or $values.hugePages dict).amount -}}
  {{- template "workload.schedule.pod" (dict "w" $w "spec" $spec "main" $main.out) -}}
{{- end -}}
{{- if eq (toString $values.qos) "guaranteed" -}}
  {{- template "workload.schedule.guaranteed" (dict "w" $w "containers" (concat $spec.containers $init.out)) -}}
{{- end -}}
{{- with concat (or $w.global.imagePullSecrets list) (or $values.imagePullSecrets list) -}}{{- $_ := set $spec "imagePullSecrets" . -}}{{- end -}}
{{- with $values.priorityClassName -}}
  {{- $_ := set $spec "priorityClassName" (hasKey $w.platform.priorityClasses . | ternary (printf "%s-%s" $w.root.Release.Namespace .) .) -}}
{{- end -}}
{{- $security := or $values.podSecurityContext dict -}}
{{- if ne (toString $security.enabled) "false" -}}
  {{- with omit $security "enabled" -}}{{- $_ := set $spec "securityContext" . -}}{{- end -}}
{{- end -}}
{{- $account := or $values.serviceAccount dict -}}
{{- if ne $w.me.account "default" -}}{{- $_ := set $spec "serviceAccountName" $w.me.account -}}{{- end -}}
{{- $_ := set $spec "automountServiceAccountToken" (or $account.automount false) -}}
{{- $spread := dict "w" $w -}}
{{- template "workload.pod.spread" $spread -}}
{{- with $spread.out -}}{{- $_ := set $spec "topologySpreadConstraints" . -}}{{- end -}}
{{- with $values.pod -}}{{- template "workload.merge" (list $spec .) -}}{{- end -}}
{{- template "workload.cluster.userIds" (dict "w" $w "spec" $spec) -}}
{{- $annotations := dict -}}
{{- with $w.global.podAnnotations -}}{{- template "workload.merge" (list $annotations .) -}}{{- end -}}
{{- with $values.podAnnotations -}}{{- template "workload.merge" (list $annotations .) -}}{{- end -}}
{{- if or $values.configMaps $values.secrets -}}
  {{- $_ := set $annotations "checksum/config" (pick $values "configMaps" "secrets" | toJson | sha256sum) -}}
{{- end -}}
{{- $podLabels := omit $w.podLabels -}}
{{- template "workload.mesh.pod" (dict "w" $w "labels" $podLabels "annotations" $annotations) -}}
{{- $metadata := dict "labels" $podLabels -}}
{{- with $annotations -}}{{- $_ := set $metadata "annotations" . -}}{{- end -}}
{{- $_ := set . "podTemplate" (dict "metadata" $metadata "spec" $spec) -}}
{{- $_ := set . "claimTemplates" $storage.templates -}}
{{- end -}}
