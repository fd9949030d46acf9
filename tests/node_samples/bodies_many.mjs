// rewritten: POST /batch
const process1 = ({ sku, count }) => ({ sku, total: Number(count) * 2 });

export const handler = async (event, context) => {
  console.log('EVENT', JSON.stringify(event, null, 2));
  try {
    const { items = [] } = JSON.parse(event.body || '{}');
    if (!Array.isArray(items)) return { statusCode: 400, body: JSON.stringify({ error: 'items is no list' }) };
    return { statusCode: 200, body: JSON.stringify({ items: items.map(process1), id: context.awsRequestId }) };
  } catch (e) {
    return { statusCode: 400, body: JSON.stringify({ error: 'no JSON' }) };
  }
};
