package main

import "github.com/aws/aws-lambda-go/events"

func handle(request events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error) {
	return events.APIGatewayV2HTTPResponse{StatusCode: 200, Body: request.RawPath}, nil
}
