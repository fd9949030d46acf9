exports.DynamoDBClient = class DynamoDBClient {};
