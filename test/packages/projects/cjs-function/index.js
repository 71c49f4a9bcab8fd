// CommonJS, as Lambda runs it; the project around has "type": "module".
module.exports.handler = async () => "from CommonJS";
