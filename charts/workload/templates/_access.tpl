{{/* The ServiceAccount and what it may do: a Role and a ClusterRole of its own, bindings to existing ones. In: w. */}}
{{- define "workload.access" -}}
{{- $w := . -}}
{{- $account := or .values.serviceAccount dict -}}
{{- $name := $w.me.account -}}
{{- if ne (toString $account.create) "false" -}}
  {{- template "workload.object" (dict "w" $w "apiVersion" "v1" "kind" "ServiceAccount" "name" $name "annotations" $account.annotations "body" (dict "automountServiceAccountToken" false)) -}}
{{- end -}}
{{- $rbac := or .values.rbac dict -}}
{{- $namespace := $w.root.Release.Namespace -}}
{{- $cluster := printf "%s-%s" $namespace $w.name -}}
{{- $group := "rbac.authorization.k8s.io" -}}
{{- $api := printf "%s/v1" $group -}}
{{- $subjects := list (dict "kind" "ServiceAccount" "name" $name "namespace" $namespace) -}}
{{- with $rbac.rules -}}
  {{- template "workload.object" (dict "w" $w "apiVersion" $api "kind" "Role" "body" (dict "rules" .)) -}}
  {{- template "workload.object" (dict "w" $w "apiVersion" $api "kind" "RoleBinding" "body" (dict "subjects" $subjects "roleRef" (dict "apiGroup" $group "kind" "Role" "name" $w.name))) -}}
{{- end -}}
{{- range $rbac.roles -}}
  {{- template "workload.object" (dict "w" $w "apiVersion" $api "kind" "RoleBinding" "name" (printf "%s-%s" $w.name .) "body" (dict "subjects" $subjects "roleRef" (dict "apiGroup" $group "kind" "Role" "name" .))) -}}
{{- end -}}
{{- with $rbac.clusterRules -}}
  {{- template "workload.object" (dict "w" $w "clusterScoped" true "apiVersion" $api "kind" "ClusterRole" "name" $cluster "body" (dict "rules" .)) -}}
  {{- template "workload.object" (dict "w" $w "clusterScoped" true "apiVersion" $api "kind" "ClusterRoleBinding" "name" $cluster "body" (dict "subjects" $subjects "roleRef" (dict "apiGroup" $group "kind" "ClusterRole" "name" $cluster))) -}}
{{- end -}}
{{- range $rbac.clusterRoles -}}
  {{- template "workload.object" (dict "w" $w "clusterScoped" true "apiVersion" $api "kind" "ClusterRoleBinding" "name" (printf "%s-%s" $cluster (. | replace ":" "-")) "body" (dict "subjects" $subjects "roleRef" (dict "apiGroup" $group "kind" "ClusterRole" "name" .))) -}}
{{- end -}}
{{- end -}}
