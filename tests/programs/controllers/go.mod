// One graph of modules for the controllers that judge custom resources: they all use Kubernetes 0.36 and controller-runtime 0.24, so
// that client-go is compiled once. tests/tools.py builds them in a copy of this file (-mod=mod, never `go mod tidy`: no package is here).
module controllers

go 1.26.0

require (
	github.com/cert-manager/cert-manager v1.21.2 // nothing of it is built; it holds the graph at one Kubernetes
	github.com/cloudnative-pg/cloudnative-pg v1.30.0
	github.com/cloudnative-pg/plugin-barman-cloud v0.13.0 // the last one of Kubernetes 0.36
	github.com/kedacore/keda/v2 v2.21.0
	github.com/prometheus-operator/prometheus-operator v0.92.1
	github.com/prometheus/prometheus v0.314.0 // as promtool, which reads what the operator writes
	istio.io/istio v0.0.0-20260827124520-eed52ebb66ad
	k8s.io/autoscaler/vertical-pod-autoscaler v1.7.0
)

replace github.com/nexus-rpc/nexus-proto-annotations v0.1.0 => github.com/nexus-rpc/nexus-proto-annotations v0.1.1-0.20260629224316-835bd8d49cb4 // as KEDA has it
