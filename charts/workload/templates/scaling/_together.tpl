{{/*
Refuses pods that cannot run beside one another: several on one claim that one node alone may mount, or, while they are replaced, two; and
several of what is replaced only when the old one has gone (Recreate), by an autoscaler or a rollout. In: w.
*/}}
{{- define "workload.scaling.together" -}}
{{- $w := . -}}
{{- $values := .values -}}
{{- $strategy := or $values.strategy dict -}}
{{- $rollout := or $values.rollout dict -}}
{{- if and $rollout.strategy (eq (toString $strategy.type) "Recreate") -}}
  {{- fail (printf "%s: strategy.type is Recreate, so that there is never a second pod, but a rollout (rollout.strategy: %s) starts the new one beside the old; leave rollout.strategy empty, or let strategy be RollingUpdate" $w.alias $rollout.strategy) -}}
{{- end -}}
{{- $isAutoscaled := or (or $values.autoscaling dict).enabled (and (eq .type "deployment") (or $values.keda dict).enabled) -}}
{{- if or $values.persistentVolumeClaims (and $isAutoscaled (eq (toString $strategy.type) "Recreate")) -}}
  {{- $pods := dict "w" $w -}}
  {{- template "workload.scaling.bounds" $pods -}}
  {{- $most := eq .type "daemonset" | ternary 2 $pods.most -}}
  {{- if and $isAutoscaled (eq (toString $strategy.type) "Recreate") (gt $most 1) -}}
    {{- fail (printf "%s: strategy.type is Recreate, so that there is never a second pod, but an autoscaler may make %d; switch autoscaling and keda off, or let strategy be RollingUpdate" $w.alias $most) -}}
  {{- end -}}
  {{- range $key, $claim := $values.persistentVolumeClaims -}}
    {{- $modes := (or $claim.spec dict).accessModes | default $claim.accessModes | default (list "ReadWriteOnce") -}}
    {{- if not (or (eq (toString $claim.enabled) "false") (has "ReadWriteMany" $modes) (has "ReadOnlyMany" $modes)) -}}
      {{- if gt $most 1 -}}
        {{- fail (printf "%s: up to %d pods mount the claim persistentVolumeClaims.%s, which is %s: one node alone may; use accessModes: [ReadWriteMany], one pod, or a StatefulSet with volumeClaimTemplates" $w.alias $most $key (join ", " $modes)) -}}
      {{- end -}}
      {{- $surge := toString (empty $rollout.strategy | ternary (or $strategy.rollingUpdate dict).maxSurge $rollout.maxSurge) -}}
      {{- $isOne := or (eq (toString $strategy.type) "Recreate") (and (has $surge (list "0" "0%")) (ne (toString $rollout.strategy) "blueGreen")) -}}
      {{- if and (eq $w.type "deployment") (eq $most 1) (not $isOne) -}}
        {{- fail (printf "%s: a roll-out would start a second pod beside the one that holds the claim persistentVolumeClaims.%s (%s), and wait for ever where it lands on another node; %sset strategy: {type: Recreate}" $w.alias $key (join ", " $modes) (empty $rollout.strategy | ternary "" "leave rollout.strategy empty and ")) -}}
      {{- end -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- end -}}
