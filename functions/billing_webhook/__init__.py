"""Takes what RevenueCat and Stripe tell: who has paid, until when."""
