package example;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;

public class Shop {
  public APIGatewayProxyResponseEvent handle(APIGatewayProxyRequestEvent event) {
    return new APIGatewayProxyResponseEvent().withStatusCode(200).withBody(event.getHttpMethod());
  }
}
