export interface Asked {
  path: string;
}
