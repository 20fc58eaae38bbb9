"""What may come in: sign-in, passwords."""

from pydantic import Field

from foundation.forms import Form


class SignInForm(Form):
    user_name: str = Field(max_length=80)
    password: str = Field(max_length=200)
    next: str = ""


class CodeForm(Form):
    code: str = Field(max_length=80)


class PasswordForm(Form):
    old: str = Field(max_length=200)
    new: str = Field(max_length=200)


class LanguageForm(Form):
    language: str
    back: str = "/"
