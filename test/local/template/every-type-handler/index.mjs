export const handler = async (event) => {
  console.log(`called by ${event.Records ? "topic" : event.awslogs ? "logs" : "hand"}`);
};
