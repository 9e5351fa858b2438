"""Where is *this boat* now: a case's positions to drift scenarios, clouds kept warm, and what is written of them."""
