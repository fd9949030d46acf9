exports.getSignedUrl = async () => 'https://bucket/signed';
