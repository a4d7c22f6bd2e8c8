// Says what is wrong with a configuration of Grafana Alloy on standard input: its own parser.
package main

import (
	"fmt"
	"io"
	"os"

	"github.com/grafana/alloy/syntax/parser"
)

func main() {
	text, err := io.ReadAll(os.Stdin)
	if err == nil {
		_, err = parser.ParseFile("config.alloy", text)
	}
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}
