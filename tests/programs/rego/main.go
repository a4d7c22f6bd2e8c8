// Says what a policy of Trivy ignores: the policy as an argument, a finding on standard input; "true", "false", or what is wrong.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/open-policy-agent/opa/v1/rego"
)

func main() {
	var finding any
	policy, err := os.ReadFile(os.Args[1])
	if err == nil {
		err = json.NewDecoder(os.Stdin).Decode(&finding)
	}
	var found rego.ResultSet
	if err == nil {
		query := rego.New(rego.Query("data.trivy.ignore"), rego.Module("policy.rego", string(policy)), rego.Input(finding))
		found, err = query.Eval(context.Background())
	}
	if err != nil || len(found) == 0 {
		fmt.Println("wrong:", err)
		os.Exit(1)
	}
	fmt.Println(found[0].Expressions[0].Value)
}
