{{/* The pods of a Cluster: where they run, what marks them, their probes, how long they may take to stop. In: w, spec (changed in place). */}}
{{- define "workload.run.clusterPods" -}}
{{- $w := .w -}}
{{- $spec := .spec -}}
{{- $values := $w.values -}}
{{- $pod := dict -}}
{{- $main := pick $spec "resources" -}}
{{- $_ := set $main "name" "postgres" -}}
{{- template "workload.copy" (list (pick $values "nodeSelector" "tolerations" "affinity") $pod) -}}
{{- template "workload.schedule.pod" (dict "w" $w "spec" $pod "main" $main) -}}
{{- if eq (toString $values.qos) "guaranteed" -}}{{- template "workload.schedule.guaranteed" (dict "w" $w "containers" (list $main)) -}}{{- end -}}
{{- template "workload.copy" (list (pick $main "resources") $spec) -}}
{{- $given := $pod.affinity | default dict -}}
{{- $affinity := pick $pod "nodeSelector" "tolerations" -}}
{{- with $given.nodeAffinity -}}{{- $_ := set $affinity "nodeAffinity" . -}}{{- end -}}
{{- with $given.podAffinity -}}{{- $_ := set $affinity "additionalPodAffinity" . -}}{{- end -}}
{{- with $given.podAntiAffinity -}}{{- $_ := set $affinity "additionalPodAntiAffinity" . -}}{{- end -}}
{{- with $affinity -}}{{- $_ := set $spec "affinity" . -}}{{- end -}}
{{- $spread := dict "w" (set (omit $w "selector") "selector" $w.me.pods) -}}
{{- template "workload.pod.spread" $spread -}}
{{- with $spread.out -}}{{- $_ := set $spec "topologySpreadConstraints" . -}}{{- end -}}
{{- with $values.priorityClassName -}}
  {{- $_ := set $spec "priorityClassName" (hasKey $w.platform.priorityClasses . | ternary (printf "%s-%s" $w.root.Release.Namespace .) .) -}}
{{- end -}}
{{- with $values.schedulerName -}}{{- $_ := set $spec "schedulerName" . -}}{{- end -}}
{{- with $values.terminationGracePeriodSeconds -}}
  {{- $_ := set $spec "stopDelay" (int .) -}}
  {{- /* at once, as the image does: who is connected is not waited for */ -}}
  {{- $_ := set $spec "smartShutdownTimeout" 0 -}}
{{- end -}}
{{- $account := $values.serviceAccount | default dict -}}
{{- if eq (toString $account.create) "false" -}}
  {{- $_ := set $spec "serviceAccountName" $account.name -}}
{{- else -}}
  {{- with $account.annotations -}}{{- $_ := set $spec "serviceAccountTemplate" (dict "metadata" (dict "annotations" .)) -}}{{- end -}}
{{- end -}}
{{- if or (not ($values.podDisruptionBudget | default dict).enabled) (lt (int $values.replicaCount) 2) -}}{{- $_ := set $spec "enablePDB" false -}}{{- end -}}
{{- $probes := dict -}}
{{- range $probe := list "liveness" "readiness" "startup" -}}
  {{- $stated := get $values (printf "%sProbe" $probe) | default dict -}}
  {{- if and $stated (ne (toString $stated.enabled) "false") -}}
    {{- $asks := $stated.exec | default dict -}}
    {{- if or (omit $stated "enabled" "exec" "periodSeconds" "timeoutSeconds" "failureThreshold" "successThreshold" "initialDelaySeconds" "terminationGracePeriodSeconds") (and $asks.command (not (has "pg_isready" $asks.command))) -}}
      {{- fail (printf "%s: %sProbe is stated, and CloudNativePG does not keep it: the operator asks the server itself, as pg_isready does; it keeps the periods and thresholds of such a probe" $w.alias $probe) -}}
    {{- end -}}
    {{- $times := omit $stated "enabled" "exec" -}}
    {{- with $times -}}{{- $_ := set $probes $probe . -}}{{- end -}}
  {{- end -}}
{{- end -}}
{{- with $probes -}}{{- $_ := set $spec "probes" . -}}{{- end -}}
{{- $security := omit ($values.podSecurityContext | default dict) "enabled" "runAsUser" "runAsGroup" "fsGroup" -}}
{{- if and $security (ne (toJson $security) (toJson (dict "runAsNonRoot" true "seccompProfile" (dict "type" "RuntimeDefault")))) -}}
  {{- /* its ids are those of the image, and a stated context is taken as a whole */ -}}
  {{- $_ := set $spec "podSecurityContext" (set $security "fsGroup" (int (($values.operator.spec | default dict).postgresGID | default 26))) -}}
{{- end -}}
{{- $container := omit ($values.securityContext | default dict) "enabled" -}}
{{- if and $container (ne (toJson $container) (toJson (dict "allowPrivilegeEscalation" false "capabilities" (dict "drop" (list "ALL")) "readOnlyRootFilesystem" true))) -}}{{- $_ := set $spec "securityContext" $container -}}{{- end -}}
{{- $labels := omit $w.podLabels "app.kubernetes.io/name" "app.kubernetes.io/instance" "app.kubernetes.io/version" "app.kubernetes.io/component" "app.kubernetes.io/part-of" -}}
{{- $annotations := dict -}}
{{- with $w.global.podAnnotations -}}{{- template "workload.merge" (list $annotations .) -}}{{- end -}}
{{- with $values.podAnnotations -}}{{- template "workload.merge" (list $annotations .) -}}{{- end -}}
{{- template "workload.mesh.pod" (dict "w" $w "labels" $labels "annotations" $annotations) -}}
{{- $metadata := dict -}}
{{- with $labels -}}{{- $_ := set $metadata "labels" . -}}{{- end -}}
{{- with $annotations -}}{{- $_ := set $metadata "annotations" . -}}{{- end -}}
{{- with $metadata -}}{{- $_ := set $spec "inheritedMetadata" . -}}{{- end -}}
{{- end -}}
