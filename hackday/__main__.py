from hackday.cli import main

main()
