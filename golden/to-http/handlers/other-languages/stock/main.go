package main

import "github.com/aws/aws-lambda-go/events"

func handle(request events.APIGatewayProxyRequest) (events.APIGatewayProxyResponse, error) {
	return events.APIGatewayProxyResponse{StatusCode: 200, Body: request.Path}, nil
}
