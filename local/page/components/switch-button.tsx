interface SwitchButtonProps {
  readonly name: string;
  readonly on: boolean;
  readonly onClick: () => void;
}

export function SwitchButton({ name, on, onClick }: SwitchButtonProps) {
  return (
    <button type="button" role="switch" aria-checked={on} onClick={onClick}>
      <span class="track" aria-hidden="true" />
      {name}
    </button>
  );
}
