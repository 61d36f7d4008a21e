const campaigns: Record<string, { from: string; to: string }> = {
  '/campaign/one': { from: '2024-01-01', to: '2034-01-01T00:00:00Z' },
  '/campaign/two': { from: '2020-01-01T00:00:00+09:00', to: '2021/01/01' },
};

export const handler = async (event: any) => {
  const request = event.Records[0].cf.request;
  const campaign = campaigns[request.uri];
  if (!campaign) return request;
  const now = Date.now();
  const isOn = now >= Date.parse(campaign.from) && now < new Date(campaign.to).getTime();
  return isOn ? request : { status: '410', statusDescription: 'Gone', body: 'over' };
};
