"use client";

import { Component } from "react";
import type { ReactNode } from "react";

import { Button } from "@/components/ui/button";

type State = { readonly failed: boolean };

/** A panel that breaks keeps the rest of the page alive. */
export class PanelBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { failed: false };

  static getDerivedStateFromError(): State {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <div className="grid gap-2 p-4" role="alert">
        <p>This panel could not be shown. The rest of the page works.</p>
        <Button onClick={() => this.setState({ failed: false })}>Retry</Button>
      </div>
    );
  }
}
