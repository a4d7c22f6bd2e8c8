{{/*
What a service may state and CloudNativePG does not keep fails by its key, with the reason. What other parts of the translation refuse
is where they read it. In: w.
*/}}
{{- define "workload.run.clusterRefused" -}}
{{- $w := . -}}
{{- $values := $w.values -}}
{{- $stated := pick $values "selectorLabels" "command" "workingDir" "lifecycle" "initContainers" "sidecars" "minReadySeconds" "ordinals" "rbac" "runtimeClassName" "dnsPolicy" "dnsConfig" "hostAliases" "hostNetwork" "hostPID" "hostIPC" "hostname" "subdomain" "shareProcessNamespace" "pod" "container" -}}
{{- $_ := set $stated "workload" (omit ($values.workload | default dict) "global") -}}
{{- range $key := list "verticalPodAutoscaler" "ingress" "httpRoute" -}}{{- $_ := set $stated $key (get $values $key | default dict).enabled -}}{{- end -}}
{{- range $key, $value := $values.rbac -}}{{- $_ := set $stated (printf "rbac.%s" $key) $value -}}{{- end -}}
{{- $_ := unset $stated "rbac" -}}
{{- $_ := set $stated "headlessService.name" ($values.headlessService | default dict).name -}}
{{- $_ := set $stated "podManagementPolicy" (eq (toString $values.podManagementPolicy) "Parallel") -}}
{{- $_ := set $stated "revisionHistoryLimit" (not (has (toString $values.revisionHistoryLimit) (list "3" "" "<nil>"))) -}}
{{- $update := $values.updateStrategy | default dict -}}
{{- $_ := set $stated "updateStrategy" (or (omit $update "type") (ne ($update.type | default "RollingUpdate") "RollingUpdate")) -}}
{{- $retention := $values.persistentVolumeClaimRetentionPolicy | default dict -}}
{{- range $when := list "whenDeleted" "whenScaled" -}}{{- $_ := set $stated (printf "persistentVolumeClaimRetentionPolicy.%s" $when) (eq (toString (get $retention $when)) "Retain") -}}{{- end -}}
{{- $budget := $values.podDisruptionBudget | default dict -}}
{{- $_ := set $stated "podDisruptionBudget.minAvailable" (and $budget.enabled (not (has (toString $budget.minAvailable) (list "" "<nil>")))) -}}
{{- $_ := set $stated "podDisruptionBudget.maxUnavailable" (and $budget.enabled (not (has (toString $budget.maxUnavailable) (list "" "<nil>" "1")))) -}}
{{- $_ := set $stated "podDisruptionBudget.unhealthyPodEvictionPolicy" (and $budget.enabled $budget.unhealthyPodEvictionPolicy) -}}
{{- $account := $values.serviceAccount | default dict -}}
{{- $_ := set $stated "serviceAccount.name" (and $account.name (ne (toString $account.create) "false")) -}}
{{- $_ := set $stated "serviceAccount.create" (and (eq (toString $account.create) "false") (not $account.name)) -}}
{{- if ($w.global.mesh | default dict).type -}}
  {{- $mesh := $values.mesh | default dict -}}
  {{- $_ := set $stated "mesh.timeout" $mesh.timeout -}}
  {{- $_ := set $stated "mesh.retries" ($mesh.retries | default dict).attempts -}}
  {{- $_ := set $stated "mesh.outlierDetection" ($mesh.outlierDetection | default dict).consecutive5xxErrors -}}
  {{- $_ := set $stated "mesh.connectionPool" $mesh.connectionPool -}}
{{- end -}}
{{- range $kind := list "configMaps" "secrets" "persistentVolumeClaims" -}}
  {{- range $name, $given := get $values $kind -}}
    {{- if ne (toString $given.enabled) "false" -}}{{- $_ := set $stated (printf "%s.%s" $kind $name) (or $given.mountPath $given.mounts) -}}{{- end -}}
  {{- end -}}
{{- end -}}
{{- range $name, $given := $values.ports -}}
  {{- $p := kindIs "map" $given | ternary $given (dict "containerPort" $given) -}}
  {{- if ne (toString $p.enabled) "false" -}}
    {{- $_ := set $stated (printf "ports.%s.containerPort" $name) (not (has (int $p.containerPort) (list 5432 9187))) -}}
    {{- $_ := set $stated (printf "ports.%s.hostPort" $name) (or $p.hostPort $p.hostIP) -}}
  {{- end -}}
{{- end -}}
{{- $path := ($values.metrics | default dict).path | default "/metrics" -}}
{{- $_ := set $stated "metrics.path" (and ($values.metrics | default dict).enabled (ne $path "/metrics")) -}}
{{- $_ := set $stated "replicaCount" (lt (int $values.replicaCount) 1) -}}
{{- $itsOwn := "its pods are the operator's: what their spec can have is in operator.spec" -}}
{{- $reasons := dict "selectorLabels" "the operator selects its pods by labels of its own" "command" "the operator starts PostgreSQL itself" "minReadySeconds" "the operator waits for each instance itself" "revisionHistoryLimit" "there are no revisions; state 3, which says nothing" "podManagementPolicy" "the operator makes one instance after the other" "updateStrategy" "the operator updates the replicas first, then the primary; see primaryUpdateStrategy in operator.spec" "rbac" "its account has the operator's own rights" "verticalPodAutoscaler" "the operator sets the resources of its pods back to those of its Cluster; leave it off" "ingress" "PostgreSQL speaks no HTTP" "httpRoute" "PostgreSQL speaks no HTTP" "headlessService" "the operator's instances have no names in DNS; callers use the Service and -read" "persistentVolumeClaimRetentionPolicy" "the operator deletes the volumes of an instance that goes, and all of them with the Cluster" "podDisruptionBudget" "the operator's budgets let one replica go at a time, and the primary after another has taken over" "mesh" "the operator's pods are not in the mesh, and callers reach them without it" "configMaps" "the operator mounts nothing there: settings go into args (-c name=value), rules into operator.spec.postgresql.pg_hba" "secrets" "the operator mounts nothing there; see projectedVolumeTemplate in operator.spec" "persistentVolumeClaims" "the operator mounts the volumes of its instances alone" "ports" "its PostgreSQL answers at 5432 and its metrics at 9187; another number is for service.ports" "metrics" "the operator serves /metrics" "replicaCount" "the operator runs one instance or more" -}}
{{- $_ := set $reasons "serviceAccount" "the operator makes an account with the rights that it needs; an existing one is create: false with its name" -}}
{{- range $key := keys $stated | sortAlpha -}}
  {{- if get $stated $key -}}
    {{- fail (printf "%s: %s is stated, and CloudNativePG does not keep it: %s" $w.alias $key (get $reasons (splitList "." $key | first) | default $itsOwn)) -}}
  {{- end -}}
{{- end -}}
{{- end -}}
