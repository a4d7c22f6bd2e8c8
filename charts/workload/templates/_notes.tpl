{{/*
Notes for NOTES.txt: the stand-ins that are left, and the kinds of custom resources that a platform switches on and this cluster does not know. In: the umbrella's
context, after the services were registered.
*/}}
{{- define "workload.notes" -}}
{{- $wanted := dict -}}
{{- $standIns := list -}}
{{- $root := . -}}
{{- $global := .Values.global | default dict -}}
{{- range $service := (get .Release "platform" | default dict).services -}}
  {{- $v := $service.values | default dict -}}
  {{- if hasSuffix "stefanprodan/podinfo" (($v.image | default dict).repository | default "") -}}
    {{- $standIns = append $standIns $service.alias -}}
  {{- end -}}
  {{- range $need := list
      (list ($v.httpRoute | default dict).enabled "gateway.networking.k8s.io/v1" "httpRoute")
      (list ($v.verticalPodAutoscaler | default dict).enabled "autoscaling.k8s.io/v1" "verticalPodAutoscaler")
      (list ($v.keda | default dict).enabled "keda.sh/v1alpha1" "keda")
      (list ($v.rollout | default dict).strategy "argoproj.io/v1alpha1" "rollout")
      (list ($v.metrics | default dict).enabled "monitoring.coreos.com/v1" "metrics")
      (list ($v.slo | default dict).enabled "monitoring.coreos.com/v1" "slo")
      (list (and ($v.backup | default dict).enabled (eq ($v.backup | default dict).method "snapshot")) "snapshot.storage.k8s.io/v1" "backup")
      (list (and ($v.credentials | default dict).enabled (eq ($v.credentials | default dict).source "externalSecret")) "external-secrets.io/v1" "credentials")
      (list ($v.tls | default dict).enabled "cert-manager.io/v1" "tls")
      (list (and (eq ($service.mode | default "") "operator") (eq ($v.operator | default dict).kind "cloudnative-pg")) "postgresql.cnpg.io/v1" "operator")
      (list (and (eq ($service.mode | default "") "operator") (eq ($v.operator | default dict).kind "cloudnative-pg") (or ($v.backup | default dict).enabled ($v.restore | default dict).enabled) (eq ($v.backup | default dict).method "wal")) "barmancloud.cnpg.io/v1" "backup")
      (list (eq (($global.mesh | default dict).type | default "") "istio") "security.istio.io/v1" "mesh")
      (list (eq (($global.mesh | default dict).type | default "") "linkerd") "policy.linkerd.io/v1beta3" "mesh") -}}
    {{- if and (first $need) (not ($root.Capabilities.APIVersions.Has (index $need 1))) -}}
      {{- $key := index $need 1 -}}
      {{- $_ := set $wanted $key (append (get $wanted $key | default list) (printf "%s.%s" $service.alias (last $need))) -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- $mesh := ($global.mesh | default dict).type | default "" -}}
{{- if and $mesh (not (($global.cluster | default dict).mesh | default dict).cni) }}
Without {{ $mesh }}'s CNI plugin, its injector adds an init container that needs NET_ADMIN and runs as root: where this namespace enforces the Pod Security level "restricted", no pod starts. Check it: kubectl get namespace {{ .Release.Namespace }} -o jsonpath='{.metadata.labels}'; kubectl get daemonsets -A | grep cni. With the plugin, set global.cluster.mesh.cni: true, and this note is gone.
{{- end }}
{{- if $standIns }}
Stand-ins, which answer and do none of the work, until you name your own images: {{ $standIns | sortAlpha | join ", " }}.
{{- end }}
{{- range $api, $users := $wanted }}
This cluster does not know {{ $api }}, which {{ $users | uniq | sortAlpha | join ", " }} need{{ if eq (len ($users | uniq)) 1 }}s{{ end }}: install it, or switch that off.
{{- end }}
{{- end -}}
